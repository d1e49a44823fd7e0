using System.Globalization;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>Keeps one display of bounded size, however wide and deep the value is.</summary>
internal sealed class FormatBudget
{
    private const int Parts = 10_000;
    private const int InnerCharacters = 10_000; // of a text inside another value

    private int _left = Parts;

    /// <summary>What stands for a part that is left out.</summary>
    public const string Omitted = "...";

    /// <summary>Whether one more part may be shown.</summary>
    public bool Take() => _left-- > 0;

    /// <summary>A text inside another value, cut if it is very long.</summary>
    public static string Inner(string text) => text.Length <= InnerCharacters ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, InnerCharacters)} ... ({text.Length - InnerCharacters:N0} more characters)");
}
