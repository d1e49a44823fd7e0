using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
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
    private static int _installed;

    private readonly ConcurrentDictionary<string, Assembly> _cells = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _loaded = new(StringComparer.Ordinal);

    public NotebookLoadContext()
        : base("notebook")
    {
        if (Interlocked.Exchange(ref _installed, 1) != 0)
            return;
        Default.Resolving += (context, name) => ResolveFromFolders(context, name);
        Default.ResolvingUnmanagedDll += (_, name) => ResolveNative(name);
    }

    /// <summary>Makes an assembly file, and what lies beside it, available to the cells.</summary>
    public void Reference(string path)
    {
        if (!_loaded.TryAdd(path, 0))
            return;
        AddFolder(Path.GetDirectoryName(path)!);
        var name = AssemblyName.GetAssemblyName(path);
        if (Default.Assemblies.Any(assembly => AssemblyName.ReferenceMatchesDefinition(assembly.GetName(), name)))
            return;
        Default.LoadFromAssemblyPath(path);
    }

    /// <summary>Adds a folder that is searched for assemblies and native libraries.</summary>
    public static void AddFolder(string folder) => Folders.TryAdd(folder, 0);

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

    private static Assembly? ResolveFromFolders(AssemblyLoadContext context, AssemblyName name)
    {
        foreach (string folder in Folders.Keys)
        {
            string path = Path.Combine(folder, name.Name + ".dll");
            if (File.Exists(path))
                return context.LoadFromAssemblyPath(path);
        }

        return null;
    }

    private static nint ResolveNative(string name)
    {
        foreach (string candidate in NativeCandidates(name))
        {
            // An absent dependency of a library that exists must be heard of: Load says which one, TryLoad would not.
            if (File.Exists(candidate))
                return NativeLibrary.Load(candidate);
        }

        return 0;
    }

    private static IEnumerable<string> NativeCandidates(string name)
    {
        string extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        string[] names = name.EndsWith(extension, StringComparison.Ordinal) || name.Contains(extension + ".", StringComparison.Ordinal)
            ? [name, "lib" + name]
            : [name + extension, "lib" + name + extension, name];
        foreach (string folder in Folders.Keys)
        {
            string runtimes = Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
            foreach (string file in names)
            {
                yield return Path.Combine(folder, file);
                yield return Path.Combine(runtimes, file);
            }
        }
    }
}
