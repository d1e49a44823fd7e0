using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace NotebookCourse.Kernel.Packages;

/// <summary>Restores packages with the .NET SDK: its package sources, its cache, its rules.</summary>
internal static class PackageRestore
{
    /// <summary>One restore for all packages together.</summary>
    /// <exception cref="PackageRestoreException">A package or a version cannot be had, or there is no SDK.</exception>
    public static RestoredPackages Run(IReadOnlyCollection<PackageRequest> requests, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("notebook-packages-").FullName;
        try
        {
            string project = Path.Combine(folder, "packages.csproj");
            Project(requests).Save(project);
            var (code, output) = Dotnet(["restore", project, "--nologo", "--verbosity", "quiet"], folder, cancellationToken);
            if (code != 0)
                throw new PackageRestoreException(Explain(requests, output));
            return RestoredPackages.Read(Path.Combine(folder, "obj", "project.assets.json"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static XElement Project(IEnumerable<PackageRequest> requests) =>
        new("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("PropertyGroup",
                new XElement("TargetFramework", $"net{Environment.Version.Major}.0"),
                new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
                new XElement("SelfContained", "false"),
                new XElement("UseAppHost", "false"),
                new XElement("ManagePackageVersionsCentrally", "false"),
                new XElement("NuGetAudit", "false")),
            new XElement("ItemGroup", requests.Select(request =>
                new XElement("PackageReference", new XAttribute("Include", request.Name), new XAttribute("Version", request.Version)))));

    private static (int Code, string Output) Dotnet(string[] arguments, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new PackageRestoreException("Packages are restored by the .NET SDK, but 'dotnet' could not be started. Install the SDK, or refer to a file: #r \"path/to/library.dll\".");
        using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        return (process.ExitCode, output);
    }

    private static string Explain(IEnumerable<PackageRequest> requests, string output)
    {
        string asked = string.Join(", ", requests.Select(request => $"{request.Name} {request.Version}"));
        var lines = output.Split('\n').Select(line => line.Trim()).Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase))
            .Select(line => line.IndexOf("error", StringComparison.OrdinalIgnoreCase) is var start and > 0 ? line[start..] : line).Distinct().Take(5);
        return $"These packages could not be restored: {asked}.\n{string.Join("\n", lines)}\nCheck the name and the version, and whether a package source can be reached; packages already in the cache need none.";
    }
}
