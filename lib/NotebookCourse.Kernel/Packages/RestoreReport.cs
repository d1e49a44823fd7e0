using NuGet.Versioning;

namespace NotebookCourse.Kernel.Packages;

/// <summary>What a person is told after a restore.</summary>
/// <param name="line">What was restored, by name and version.</param>
internal sealed class RestoreReport(string line)
{
    private readonly List<string> _warnings = [];

    /// <summary>What was restored, by name and version, on one line.</summary>
    public string Line => line;

    /// <summary>What is not as it was asked for.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>What came of the requests.</summary>
    public static RestoreReport Of(IReadOnlyCollection<PackageRequest> requests, RestoredPackages restored)
    {
        var found = requests.Select(request => (Request: request, Package: restored.Packages.FirstOrDefault(package => package.Name.Equals(request.Name, StringComparison.OrdinalIgnoreCase))))
            .Where(pair => pair.Package is not null).ToList();
        var report = new RestoreReport($"Restored: {string.Join(", ", found.Select(pair => $"{pair.Package!.Name} {pair.Package.Version}"))}");
        foreach (var (request, package) in found)
        {
            if (PackageCache.Exact(request.Version) is { } exact && NuGetVersion.Parse(package!.Version) != exact)
                report.Warn($"{request.Name} {request.Version} is at none of the package sources; {package.Version} is used instead.");
        }

        return report;
    }

    /// <summary>Adds something that is not as it was asked for.</summary>
    public void Warn(string warning) => _warnings.Add(warning);
}
