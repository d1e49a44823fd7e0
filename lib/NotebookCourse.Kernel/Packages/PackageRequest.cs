using System.Text.RegularExpressions;

namespace NotebookCourse.Kernel.Packages;

/// <summary>A package as a cell asks for it: <c>#r "nuget: Name, version"</c>; without a version, the newest.</summary>
/// <param name="Name">The package's id.</param>
/// <param name="Version">A version or a range, as NuGet writes them.</param>
internal sealed partial record PackageRequest(string Name, string Version)
{
    /// <summary>The version that stands for the newest.</summary>
    public const string Newest = "*";

    /// <summary>The request in the text of a reference directive; null if it is no package.</summary>
    public static PackageRequest? TryParse(string reference)
    {
        var match = Reference().Match(reference);
        return match.Success ? new PackageRequest(match.Groups["name"].Value, match.Groups["version"] is { Success: true } version ? version.Value : Newest) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Version == Newest ? Name : $"{Name} {Version}";

    [GeneratedRegex("""^\s*nuget\s*:\s*(?<name>[A-Za-z0-9_.\-]+)\s*(,\s*(?<version>[^\s"<>]([^"<>]*[^\s"<>])?)\s*)?$""", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
