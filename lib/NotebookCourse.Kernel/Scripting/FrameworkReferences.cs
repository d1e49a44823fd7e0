using Microsoft.CodeAnalysis;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>What every cell can use without asking: the assemblies of .NET itself, and the kernel's own display functions.</summary>
internal sealed class FrameworkReferences
{
    private readonly Dictionary<string, PortableExecutableReference> _byName;

    private FrameworkReferences(Dictionary<string, PortableExecutableReference> byName) => _byName = byName;

    /// <summary>Read once in a process: the metadata of 160 files is shared by all sessions.</summary>
    public static FrameworkReferences Shared { get; } = Read();

    public IEnumerable<PortableExecutableReference> All => _byName.Values;

    public bool Contains(string assemblyName) => _byName.ContainsKey(assemblyName);

    /// <summary>An assembly by simple name, as in <c>#r "System.Net.Http"</c>; null if there is none.</summary>
    public PortableExecutableReference? Find(string reference)
    {
        string name = reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference[..^4] : reference.Split(',')[0].Trim();
        return _byName.GetValueOrDefault(name);
    }

    private static FrameworkReferences Read()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var byName = trusted.Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == folder)
            .Append(typeof(FrameworkReferences).Assembly.Location)
            .Distinct()
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => MetadataReference.CreateFromFile(path), StringComparer.OrdinalIgnoreCase);
        return new FrameworkReferences(byName);
    }
}
