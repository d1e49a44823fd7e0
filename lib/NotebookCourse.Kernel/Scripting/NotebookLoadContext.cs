using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Where a session's compiled cells live, and where what they refer to is found. Referenced assemblies are loaded
/// into the default context, as a program's own are, so that libraries which look their native parts up from there
/// (TorchSharp does) find them; their folders are searched for further assemblies and for native libraries.
/// </summary>
internal sealed class NotebookLoadContext : AssemblyLoadContext
{
    private static readonly ConcurrentDictionary<string, byte> Folders = new(StringComparer.Ordinal);
    private static volatile IReadOnlyDictionary<string, string> _packageFiles = new Dictionary<string, string>();
    private static int _installed;

    private readonly ConcurrentDictionary<string, Assembly> _cells = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _loaded = new(StringComparer.Ordinal);

    public NotebookLoadContext()
        : base("notebook")
    {
        ResolvingUnmanagedDll += (_, name) => NativeLibraries.Resolve(name); // what a cell itself declares as extern
        if (Interlocked.Exchange(ref _installed, 1) != 0)
            return;
        Default.Resolving += Find;
        Default.ResolvingUnmanagedDll += (_, name) => NativeLibraries.Resolve(name);
    }

    /// <summary>Makes an assembly file, and what lies beside it, available to the cells.</summary>
    /// <param name="path">The file.</param>
    /// <param name="notice">Is told when another assembly of that name is loaded already, which stays.</param>
    public void Reference(string path, Action<string> notice)
    {
        if (!_loaded.TryAdd(path, 0))
            return;
        AddFolder(Path.GetDirectoryName(path)!);
        string name = AssemblyName.GetAssemblyName(path).Name!;
        if (Default.Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name) is not { } loaded)
            Default.LoadFromAssemblyPath(path);
        else if (!IsSame(loaded, path))
            notice($"[{name} {loaded.GetName().Version} is loaded from '{loaded.Location}' and stays in use; '{path}' is not loaded. Restart the kernel to use it.]\n");
    }

    /// <summary>Adds a folder that is searched for assemblies and native libraries.</summary>
    public static void AddFolder(string folder)
    {
        Folders.TryAdd(folder, 0);
        NativeLibraries.AddFolder(folder);
    }

    /// <summary>Takes the assemblies of the session's packages: they go before what lies in a folder.</summary>
    public static void Take(IEnumerable<string> packageFiles) =>
        _packageFiles = packageFiles.DistinctBy(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>Loads one compiled cell.</summary>
    public Assembly LoadCell(string name, Stream assembly, Stream symbols)
    {
        var loaded = LoadFromStream(assembly, symbols);
        _cells[name] = loaded;
        return loaded;
    }

    /// <summary>Whether an assembly is one of this session's cells.</summary>
    public bool IsCell(Assembly assembly) => GetLoadContext(assembly) == this;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && _cells.TryGetValue(name, out var cell) ? cell : null;

    private static Assembly? Find(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name is not { } simple)
            return null;
        string? path = _packageFiles.GetValueOrDefault(simple) ?? Folders.Keys.Select(folder => Path.Combine(folder, simple + ".dll")).FirstOrDefault(File.Exists);
        return path is null ? null : context.LoadFromAssemblyPath(path);
    }

    // Copies of one file count as one: the compiler gives every module an id of its own.
    private static bool IsSame(Assembly loaded, string path)
    {
        using var file = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(path));
        var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(file);
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid) == loaded.ManifestModule.ModuleVersionId;
    }
}
