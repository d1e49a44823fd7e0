using Microsoft.CodeAnalysis;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>What every cell can use without asking: the assemblies of .NET itself, and the kernel's own display functions.</summary>
internal sealed class FrameworkReferences
{
    private readonly Dictionary<string, PortableExecutableReference> _byName;

    private FrameworkReferences(Dictionary<string, PortableExecutableReference> byName)
    {
        _byName = byName;
        WithTypes = [.. byName.Values.Where(HoldsTypes)];
    }

    /// <summary>Read once in a process: the metadata of 160 files is shared by all sessions.</summary>
    public static FrameworkReferences Shared { get; } = Read();

    /// <summary>
    /// What every cell is compiled against: the assemblies that hold types. More than half of .NET's only say where a
    /// type has gone; what asks for one of those (a library, never a cell) gets it when it asks.
    /// </summary>
    public IReadOnlyList<PortableExecutableReference> WithTypes { get; }

    public IEnumerable<PortableExecutableReference> All => _byName.Values;

    /// <summary>An assembly by simple name, as in <c>#r "System.Net.Http"</c>; null if there is none.</summary>
    public PortableExecutableReference? Find(string reference)
    {
        string name = reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? reference[..^4] : reference.Split(',')[0].Trim();
        return _byName.GetValueOrDefault(name);
    }

    // Every module has one type of its own, for what stands outside of types.
    private static bool HoldsTypes(PortableExecutableReference reference) =>
        ((AssemblyMetadata)reference.GetMetadata()).GetModules()[0].GetMetadataReader().TypeDefinitions.Count > 1;

    private static FrameworkReferences Read()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var byName = trusted.Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == folder)
            .Append(typeof(Displays.Notebook).Assembly.Location)
            .Distinct()
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => MetadataReference.CreateFromFile(path), StringComparer.OrdinalIgnoreCase);
        return new FrameworkReferences(byName);
    }
}
