using System.Runtime.InteropServices;
using System.Text.Json;

namespace NotebookCourse.Kernel.Packages;

/// <summary>The names under which packages may keep what belongs to this platform, the closest first.</summary>
internal static class RuntimeIdentifiers
{
    /// <summary>Such as <c>linux-x64</c>, <c>linux</c>, <c>unix-x64</c>, <c>unix</c>, <c>any</c>.</summary>
    public static IReadOnlyList<string> Chain { get; } = Of(RuntimeInformation.RuntimeIdentifier);

    /// <summary>The name that every SDK knows: a .NET built from a distribution's sources calls itself by the distribution's.</summary>
    public static string Portable => Chain.First(identifier => PortableSystems.Contains(identifier.Split('-')[0]) && identifier.Contains('-', StringComparison.Ordinal));

    private static readonly string[] PortableSystems = ["linux", "win", "osx", "freebsd"];

    /// <summary>An identifier and those it falls back to.</summary>
    public static IReadOnlyList<string> Of(string identifier)
    {
        List<string> chain = [identifier, .. Known(identifier)];
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        chain.AddRange([$"{system}-{architecture}", system]);
        if (system != "win")
            chain.AddRange([$"unix-{architecture}", "unix"]);
        chain.Add("any");
        return [.. chain.Distinct(StringComparer.Ordinal)];
    }

    // The table that the runtime brings for its own host.
    private static IReadOnlyList<string> Known(string identifier)
    {
        string table = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "Microsoft.NETCore.App.deps.json");
        if (!File.Exists(table))
            return [];
        using var document = JsonDocument.Parse(File.ReadAllBytes(table));
        return document.RootElement.TryGetProperty("runtimes", out var runtimes) && runtimes.TryGetProperty(identifier, out var fallbacks)
            ? [.. fallbacks.EnumerateArray().Select(fallback => fallback.GetString()!).Where(fallback => fallback is not ("base" or "any"))]
            : [];
    }
}
