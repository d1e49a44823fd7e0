using System.Text.RegularExpressions;

namespace NotebookCourse.Kernel.Packages;

/// <summary>A package as a cell asks for it: <c>#r "nuget: Name, version"</c>; without a version, the newest.</summary>
/// <param name="Name">The package's id.</param>
/// <param name="Version">A version or a range, as NuGet writes them.</param>
internal sealed partial record PackageRequest(string Name, string Version)
{
    /// <summary>The request in the text of a reference directive; null if it is no package.</summary>
    public static PackageRequest? TryParse(string reference)
    {
        var match = Reference().Match(reference);
        return match.Success ? new PackageRequest(match.Groups["name"].Value, match.Groups["version"] is { Success: true } version ? version.Value : "*") : null;
    }

    /// <summary>Every package that the directives of a cell ask for.</summary>
    public static IEnumerable<PackageRequest> FindAll(string code) =>
        Directive().Matches(code).Select(match => TryParse(match.Groups["reference"].Value)).OfType<PackageRequest>();

    [GeneratedRegex("""^\s*nuget\s*:\s*(?<name>[A-Za-z0-9_.\-]+)\s*(,\s*(?<version>[^\s"<>]+)\s*)?$""", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();

    [GeneratedRegex("""^[ \t]*#r[ \t]+"(?<reference>[^"]*)"[ \t]*(//.*)?\r?$""", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
