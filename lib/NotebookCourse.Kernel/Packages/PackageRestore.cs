using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NotebookCourse.Kernel.Packages;

/// <summary>Restores packages with the .NET SDK: its package sources, its cache, its rules.</summary>
internal static partial class PackageRestore
{
    private static readonly TimeSpan TellAfter = TimeSpan.FromSeconds(10);

    /// <summary>One restore for all packages together.</summary>
    /// <param name="requests">What is asked for.</param>
    /// <param name="sources">Package sources besides those of the settings.</param>
    /// <param name="notebookFolder">Where NuGet's settings are looked for, and in the folders above it.</param>
    /// <param name="notice">Is told while it takes long.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PackageRestoreException">A package or a version cannot be had, or there is no SDK.</exception>
    public static RestoredPackages Run(IReadOnlyCollection<PackageRequest> requests, IReadOnlyCollection<string> sources, string notebookFolder, Action<string> notice, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("notebook-packages-").FullName;
        try
        {
            string project = Path.Combine(folder, "packages.csproj");
            Project(requests, sources, notebookFolder).Save(project);
            var (code, output) = Dotnet(["restore", project, "--nologo", "--verbosity", "quiet"], folder, () => notice(Waiting(requests, sources)), cancellationToken);
            var silent = Silent(output);
            if (code != 0)
                throw new PackageRestoreException(Explain(requests, output, silent));
            if (silent.Count > 0)
                notice($"[{NoAnswer(silent)} What was asked for comes from the others, where a newer version may be missing.]\n");
            return RestoredPackages.Read(Path.Combine(folder, "obj", "project.assets.json"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static XElement Project(IEnumerable<PackageRequest> requests, IReadOnlyCollection<string> sources, string notebookFolder) =>
        new("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("PropertyGroup",
                new XElement("TargetFramework", $"net{Environment.Version.Major}.0"),
                new XElement("RuntimeIdentifier", RuntimeIdentifiers.Portable),
                new XElement("SelfContained", "false"),
                new XElement("UseAppHost", "false"),
                new XElement("ManagePackageVersionsCentrally", "false"),
                new XElement("RestoreRootConfigDirectory", notebookFolder),
                new XElement("RestoreAdditionalProjectSources", string.Join(';', sources)),
                new XElement("RestoreIgnoreFailedSources", "true"), // the others may have it all; who is silent is said
                new XElement("NuGetAudit", "false")),
            new XElement("ItemGroup", requests.Select(request =>
                new XElement("PackageReference", new XAttribute("Include", request.Name), new XAttribute("Version", request.Version)))));

    private static (int Code, string Output) Dotnet(string[] arguments, string folder, Action tell, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "2"; // a source that does not answer is given up after two tries, not six
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en"; // its errors are read below
        using var process = Process.Start(start) ?? throw new PackageRestoreException("Packages are restored by the .NET SDK, but 'dotnet' could not be started. Install the SDK, or refer to a file: #r \"path/to/library.dll\".");
        using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        using var patience = new Timer(_ => tell(), null, TellAfter, Timeout.InfiniteTimeSpan);
        string errorText = "";
        var errors = new Thread(() => errorText = process.StandardError.ReadToEnd()) { IsBackground = true, Name = "restore errors" }; // not on the pool, which a cell may hold
        errors.Start();
        string output = process.StandardOutput.ReadToEnd();
        errors.Join();
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        return (process.ExitCode, output + errorText);
    }

    private static string Waiting(IEnumerable<PackageRequest> requests, IReadOnlyCollection<string> sources) =>
        $"[Still restoring {string.Join(", ", requests)}{(sources.Count == 0 ? "" : $" (also from {string.Join(", ", sources)})")}. Interrupt the cell to give up.]\n";

    private static string Explain(IEnumerable<PackageRequest> requests, string output, IReadOnlyCollection<string> silent)
    {
        var lines = output.Split('\n').Select(line => line.Trim()).Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase))
            .Select(line => line.IndexOf("error", StringComparison.OrdinalIgnoreCase) is var start and > 0 ? line[start..] : line).Distinct().Take(5);
        string unheard = silent.Count == 0 ? "" : $"\n{NoAnswer(silent)}";
        return $"These packages could not be restored: {string.Join(", ", requests)}.\n{string.Join("\n", lines)}{unheard}\nCheck the name and the version, and whether a package source can be reached; packages already in the cache need none.";
    }

    private static string NoAnswer(IReadOnlyCollection<string> sources) =>
        sources.Count == 1 ? $"The package source {sources.First()} does not answer." : $"These package sources do not answer: {string.Join(", ", sources)}.";

    // Sources that were left out because they could not be asked.
    private static IReadOnlyCollection<string> Silent(string output) =>
        [.. SilentSource().Matches(output).Select(match => match.Groups["source"].Value.TrimEnd('.')).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"NU1801:.*?source '?(?<source>[^\s']+)")]
    private static partial Regex SilentSource();
}
