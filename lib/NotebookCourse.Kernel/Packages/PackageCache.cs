using NuGet.Client;
using NuGet.Configuration;
using NuGet.ContentModel;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.RuntimeModel;
using NuGet.Versioning;

namespace NotebookCourse.Kernel.Packages;

/// <summary>
/// Finds packages of exact versions, and all they depend on, among those that were restored before, without asking any
/// source: in milliseconds, where a restore by the SDK takes seconds. It chooses what a restore would choose, and finds
/// nothing where that is in doubt.
/// </summary>
internal sealed class PackageCache
{
    private const int Rounds = 50; // until the versions of a graph no longer change; each raises at least one

    private static readonly NuGetFramework Framework = NuGetFramework.Parse($"net{Environment.Version.Major}.0");
    private static readonly Lazy<IReadOnlyDictionary<string, NuGetVersion>> Included = new(ReadIncluded);

    private readonly VersionFolderPathResolver _paths;
    private readonly Dictionary<PackageIdentity, IReadOnlyList<PackageDependency>?> _dependencies = [];

    private PackageCache(string folder) => _paths = new VersionFolderPathResolver(folder);

    /// <summary>The packages with their files; null if a restore has to look.</summary>
    /// <param name="requests">What is asked for.</param>
    /// <param name="notebookFolder">Where the settings that apply are looked for.</param>
    public static RestoredPackages? Find(IEnumerable<PackageRequest> requests, string notebookFolder)
    {
        var roots = new Dictionary<string, NuGetVersion>(StringComparer.OrdinalIgnoreCase);
        foreach (var request in requests)
        {
            if (Exact(request.Version) is not { } version || Included.Value.ContainsKey(request.Name))
                return null; // what .NET brings itself, a restore weighs against it
            roots[request.Name] = version;
        }

        var cache = new PackageCache(SettingsUtility.GetGlobalPackagesFolder(Settings.LoadDefaultSettings(notebookFolder)));
        return cache.Resolve(roots) is { } chosen ? cache.Files(chosen) : null;
    }

    /// <summary>The version that a request names, if it leaves no choice.</summary>
    public static NuGetVersion? Exact(string version) =>
        NuGetVersion.TryParse(version, out var exact) ? exact
            : VersionRange.TryParse(version, out var range) && !range.IsFloating && range.MinVersion is { } minimum && minimum == range.MaxVersion && range.IsMinInclusive && range.IsMaxInclusive ? minimum
            : null;

    // Of all that is asked of a package, the highest lower bound; what the cell asks for goes before everything.
    private Dictionary<string, NuGetVersion>? Resolve(Dictionary<string, NuGetVersion> roots)
    {
        var chosen = new Dictionary<string, NuGetVersion>(roots, StringComparer.OrdinalIgnoreCase);
        for (int round = 0; round < Rounds; round++)
        {
            if (Required(chosen, roots) is not { } required)
                return null;
            if (required.Count == chosen.Count && required.All(package => chosen.GetValueOrDefault(package.Key) == package.Value))
                return chosen;
            chosen = required;
        }

        return null;
    }

    private Dictionary<string, NuGetVersion>? Required(Dictionary<string, NuGetVersion> chosen, Dictionary<string, NuGetVersion> roots)
    {
        var required = new Dictionary<string, NuGetVersion>(roots, StringComparer.OrdinalIgnoreCase);
        var waiting = new Queue<string>(roots.Keys);
        var seen = new HashSet<string>(roots.Keys, StringComparer.OrdinalIgnoreCase);
        List<PackageDependency> asked = [];
        while (waiting.TryDequeue(out string? name))
        {
            var version = chosen.TryGetValue(name, out var known) ? known : required[name];
            if (DependenciesOf(new PackageIdentity(name, version)) is not { } dependencies)
                return null;
            foreach (var dependency in dependencies)
            {
                if (dependency.VersionRange is not { MinVersion: { } minimum, IsMinInclusive: true })
                    return null;
                asked.Add(dependency);
                if (!roots.ContainsKey(dependency.Id) && (!required.TryGetValue(dependency.Id, out var other) || other < minimum))
                    required[dependency.Id] = minimum;
                if (seen.Add(dependency.Id))
                    waiting.Enqueue(dependency.Id);
            }
        }

        return asked.All(dependency => dependency.VersionRange.Satisfies(required[dependency.Id])) ? required : null;
    }

    // What .NET itself brings is no dependency; null if the package is not here.
    private IReadOnlyList<PackageDependency>? DependenciesOf(PackageIdentity package)
    {
        if (_dependencies.TryGetValue(package, out var known))
            return known;
        IReadOnlyList<PackageDependency>? found = null;
        if (File.Exists(_paths.GetNupkgMetadataPath(package.Id, package.Version)))
        {
            var groups = new NuspecReader(_paths.GetManifestFilePath(package.Id, package.Version)).GetDependencyGroups();
            var all = NuGetFrameworkUtility.GetNearest(groups, Framework, group => group.TargetFramework)?.Packages ?? [];
            found = all.All(IsWhole) ? [.. all.Where(dependency => !IsIncluded(dependency))] : null;
        }

        return _dependencies[package] = found;
    }

    // A dependency of which only some files are wanted is left to a restore.
    private static bool IsWhole(PackageDependency dependency) =>
        (dependency.Include.Count == 0 || dependency.Include.Contains("All", StringComparer.OrdinalIgnoreCase))
        && dependency.Exclude.All(kind => kind.ToUpperInvariant() is "BUILD" or "ANALYZERS" or "CONTENTFILES" or "BUILDTRANSITIVE");

    private static bool IsIncluded(PackageDependency dependency) =>
        Included.Value.TryGetValue(dependency.Id, out var version) && dependency.VersionRange.MinVersion is { } minimum && minimum <= version;

    private RestoredPackages? Files(Dictionary<string, NuGetVersion> chosen)
    {
        var conventions = new ManagedCodeConventions(new RuntimeGraph([new RuntimeDescription(RuntimeIdentifiers.Chain[0], RuntimeIdentifiers.Chain.Skip(1))]));
        List<RestoredPackage> packages = [];
        List<string> compile = [], runtime = [], native = [];
        foreach (var (name, version) in chosen.OrderBy(package => package.Key, StringComparer.OrdinalIgnoreCase))
        {
            string folder = _paths.GetInstallPath(name, version);
            string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))];
            var items = new ContentItemCollection();
            items.Load(files);
            var both = conventions.Criteria.ForFrameworkAndRuntime(Framework, RuntimeIdentifiers.Chain[0]);
            List<string> toCompile = [.. Best(conventions.Criteria.ForFramework(Framework), conventions.Patterns.CompileRefAssemblies, conventions.Patterns.CompileLibAssemblies)];
            List<string> toRun = [.. Best(both, conventions.Patterns.RuntimeAssemblies)];
            if (toCompile.Count == 0 && toRun.Count == 0 && files.Any(file => file.StartsWith("lib/", StringComparison.OrdinalIgnoreCase)))
                return null; // for another framework, which a restore may still accept
            packages.Add(new RestoredPackage(name, version.ToNormalizedString(), folder));
            compile.AddRange(Paths(toCompile).Where(RestoredPackages.IsAssembly));
            runtime.AddRange(Paths(toRun).Where(RestoredPackages.IsAssembly));
            native.AddRange(Paths(Best(both, conventions.Patterns.NativeLibraries)));

            IEnumerable<string> Best(SelectionCriteria criteria, params PatternSet[] patterns) => items.FindBestItemGroup(criteria, patterns)?.Items.Select(item => item.Path) ?? [];
            IEnumerable<string> Paths(IEnumerable<string> relative) => relative.Where(file => !file.EndsWith("_._", StringComparison.Ordinal)).Select(file => Path.Combine(folder, file));
        }

        return new RestoredPackages(packages, compile, runtime, native);
    }

    // The SDK's list of packages that .NET has taken in, with the versions up to which it replaces them.
    private static IReadOnlyDictionary<string, NuGetVersion> ReadIncluded()
    {
        var included = new Dictionary<string, NuGetVersion>(StringComparer.OrdinalIgnoreCase);
        string shared = Path.GetDirectoryName(typeof(object).Assembly.Location)!; // ROOT/shared/Microsoft.NETCore.App/VERSION
        string packs = Path.GetFullPath(Path.Combine(shared, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        string? list = Directory.Exists(packs)
            ? Directory.EnumerateDirectories(packs, $"{Environment.Version.Major}.*").Select(pack => Path.Combine(pack, "data", "PackageOverrides.txt")).FirstOrDefault(File.Exists)
            : null;
        foreach (string line in list is null ? [] : File.ReadLines(list))
        {
            if (line.Split('|') is [var name, var version] && NuGetVersion.TryParse(version, out var parsed))
                included[name] = parsed;
        }

        return included;
    }
}
