using System.Reflection;
using System.Runtime.Loader;

namespace NotebookCourse.Kernel.Packages;

/// <summary>The packages of one session. Those of a whole cell are restored together, with those of the cells before.</summary>
/// <param name="folder">The notebook's folder: what folders of packages are relative to, and where NuGet's settings are looked for.</param>
internal sealed class PackageReferences(string folder)
{
    private readonly Dictionary<string, PackageRequest> _requests = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<string> _sources = [];
    private RestoredPackages _restored = RestoredPackages.None;

    /// <summary>The assemblies that cells are compiled against.</summary>
    public IReadOnlyList<string> CompileAssemblies => _restored.CompileAssemblies;

    /// <summary>The native libraries.</summary>
    public IReadOnlyList<string> NativeFiles => _restored.NativeFiles;

    /// <summary>The assemblies to load at run time, which may differ from those to compile against.</summary>
    public IReadOnlyList<string> RuntimeAssemblies => _restored.RuntimeAssemblies;

    /// <summary>The packages, with those they depend on.</summary>
    public IReadOnlyList<RestoredPackage> Packages => _restored.Packages;

    /// <summary>Restores what is not there yet. A failure leaves the session as it was.</summary>
    /// <param name="requests">What a cell asks for.</param>
    /// <param name="sources">Package sources that it names, URLs or folders.</param>
    /// <param name="notice">Is told while it takes long.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What to tell the person; null if everything was there already.</returns>
    /// <exception cref="PackageRestoreException">A package or a version cannot be had, or another version of it is loaded.</exception>
    public RestoreReport? Restore(IReadOnlyCollection<PackageRequest> requests, IEnumerable<string> sources, Action<string> notice, CancellationToken cancellationToken)
    {
        string[] from = [.. _sources.Concat(sources.Select(FullSource)).Distinct(StringComparer.Ordinal)];
        if (from.FirstOrDefault(source => !source.Contains("://", StringComparison.Ordinal) && !Directory.Exists(source)) is { } missing)
            throw new PackageRestoreException($"The package source '{missing}' is no folder that exists. #i takes a URL, or a folder from the notebook's own.");
        PackageRequest[] fresh = [.. requests.Where(IsNew).DistinctBy(request => request.Name.ToUpperInvariant())];
        if (fresh.Length == 0)
        {
            _sources = from;
            return null;
        }

        var wanted = new Dictionary<string, PackageRequest>(_requests, StringComparer.OrdinalIgnoreCase);
        foreach (var request in fresh)
            wanted[request.Name] = request;
        var restored = PackageCache.Find(wanted.Values, folder) ?? PackageRestore.Run([.. wanted.Values], from, folder, notice, cancellationToken);
        var report = RestoreReport.Of(fresh, restored);
        restored = KeepLoaded(restored, fresh, report);
        foreach (var (name, request) in wanted)
            _requests[name] = request;
        (_restored, _sources) = (restored, from);
        return report;
    }

    // Without a version, or with one that is there, what is there is what is asked for.
    private bool IsNew(PackageRequest request) =>
        _requests.GetValueOrDefault(request.Name) is not { } known || (known != request && request.Version != PackageRequest.Newest);

    private string FullSource(string source) => source.Contains("://", StringComparison.Ordinal) ? source : Path.GetFullPath(source, folder);

    // What is loaded stays loaded: to compile against another version would only move the error to where nobody understands it.
    private RestoredPackages KeepLoaded(RestoredPackages restored, PackageRequest[] asked, RestoreReport report)
    {
        var loaded = AssemblyLoadContext.Default.Assemblies.Where(assembly => !assembly.IsDynamic && assembly.Location.Length > 0)
            .DistinctBy(assembly => assembly.GetName().Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(assembly => assembly.GetName().Name!, StringComparer.OrdinalIgnoreCase);
        var kept = new Dictionary<string, Assembly>(StringComparer.OrdinalIgnoreCase);
        foreach (string file in restored.RuntimeAssemblies)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            if (!loaded.TryGetValue(name, out var assembly) || assembly.Location == file || AssemblyName.GetAssemblyName(file).FullName == assembly.FullName && !IsOfPackage(assembly.Location, out _))
                continue;
            var package = restored.Packages.First(package => Path.GetRelativePath(package.Folder, file) is var relative && !relative.StartsWith("..", StringComparison.Ordinal));
            string had = IsOfPackage(assembly.Location, out var version) ? version : assembly.GetName().Version!.ToString();
            if (asked.Any(request => request.Name.Equals(package.Name, StringComparison.OrdinalIgnoreCase)))
                throw new PackageRestoreException($"{package.Name} {had} is loaded in this session, and {package.Version} cannot take its place. Restart the kernel to use {package.Version}, or ask for the package without a version to go on with {had}.");
            report.Warn($"{name} {had} is loaded and stays in use, although {package.Name} {package.Version} is asked for now. Restart the kernel to have the new one.");
            kept[name] = assembly;
        }

        string[] Keep(IReadOnlyList<string> files) => [.. files.Select(file => kept.TryGetValue(Path.GetFileNameWithoutExtension(file), out var assembly) ? assembly.Location : file)];
        return kept.Count == 0 ? restored : restored with { CompileAssemblies = Keep(restored.CompileAssemblies), RuntimeAssemblies = Keep(restored.RuntimeAssemblies) };
    }

    private bool IsOfPackage(string file, out string version)
    {
        var package = _restored.Packages.FirstOrDefault(package => file.StartsWith(package.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        version = package?.Version ?? "";
        return package is not null;
    }
}
