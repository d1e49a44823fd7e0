using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using NotebookCourse.Kernel.Outputs;
using NotebookCourse.Kernel.Packages;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>Finds native libraries beside what cells refer to, and in their packages.</summary>
internal static class NativeLibraries
{
    private static readonly ConcurrentDictionary<string, byte> Folders = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, byte> Told = new(StringComparer.Ordinal);
    private static volatile IReadOnlyList<string> _files = [];
    private static volatile IReadOnlyList<RestoredPackage> _packages = [];

    private static string Extension { get; } = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";

    /// <summary>Adds a folder that is searched.</summary>
    public static void AddFolder(string folder) => Folders.TryAdd(folder, 0);

    /// <summary>
    /// Takes the session's packages and their native files; they go before the folders. Native files taken before stay behind them: what an
    /// earlier session left to the finalizer may call into its library for the first time when that session has ended.
    /// </summary>
    public static void Take(IReadOnlyList<RestoredPackage> packages, IReadOnlyList<string> files) =>
        (_packages, _files) = (packages, [.. files, .. _files.Except(files).Where(File.Exists)]);

    /// <summary>Loads a library by the name that code gives it; 0 if there is none of that name.</summary>
    /// <exception cref="DllNotFoundException">There is one, and something that it needs is missing.</exception>
    public static nint Resolve(string name)
    {
        string[] names = Names(name);
        string? found = _files.FirstOrDefault(file => names.Contains(Path.GetFileName(file), StringComparer.Ordinal)) ?? Candidates(names).FirstOrDefault(File.Exists);
        found ??= UnlistedNatives.Find(_packages, names[0]);
        if (found is not null)
            return Load(found, []);
        if (UnlistedNatives.Elsewhere(_packages, names[0]) is { } elsewhere && Told.TryAdd(name, 0))
            CellRun.Latest?.Write("stderr", $"[{elsewhere}]\n");
        return 0;
    }

    // What it needs may lie in another package, where the system does not look.
    private static nint Load(string file, HashSet<string> tried)
    {
        tried.Add(file);
        while (true)
        {
            try
            {
                // An absent dependency of a library that exists must be heard of: Load says which one, TryLoad would not.
                return NativeLibrary.Load(file);
            }
            catch (DllNotFoundException exception)
            {
                if (Needed(exception.Message, tried) is not { } needed)
                {
                    Tell(file, exception.Message);
                    throw;
                }

                Load(needed, tried);
            }
        }
    }

    // The system names what is missing; where it does not (Windows), any other file of the packages may be it.
    private static string? Needed(string message, HashSet<string> tried)
    {
        var others = _files.Where(file => Path.GetFileName(file).Contains(Extension, StringComparison.Ordinal) && !tried.Contains(file)).ToList();
        return others.FirstOrDefault(file => message.Contains(Path.GetFileName(file), StringComparison.Ordinal)) ?? (OperatingSystem.IsWindows() ? others.FirstOrDefault() : null);
    }

    // Libraries that look for their native part themselves often report something else than what happened.
    private static void Tell(string file, string message)
    {
        if (!Told.TryAdd(file, 0))
            return;
        string reason = message.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains("GLIBC", StringComparison.Ordinal)) is { } version
            ? $"{version}. It was built for a newer Linux than this one: use an older version of its package, or a newer system"
            : message.Split('\n').Last(line => line.Trim().Length > 0).Trim();
        CellRun.Latest?.Write("stderr", $"[{Path.GetFileName(file)} is there but cannot be loaded: {reason}.]\n");
    }

    private static string[] Names(string name) =>
        name.EndsWith(Extension, StringComparison.Ordinal) || name.Contains(Extension + ".", StringComparison.Ordinal)
            ? [name, "lib" + name]
            : [name + Extension, "lib" + name + Extension, name];

    private static IEnumerable<string> Candidates(string[] names) =>
        from folder in Folders.Keys
        from place in RuntimeIdentifiers.Chain.Select(identifier => Path.Combine(folder, "runtimes", identifier, "native")).Prepend(folder)
        from name in names
        select Path.Combine(place, name);
}
