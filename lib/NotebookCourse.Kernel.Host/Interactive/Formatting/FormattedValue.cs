using NotebookCourse.Kernel.Formatting;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A value in one media type.</summary>
/// <param name="mimeType">The media type.</param>
/// <param name="value">The value in it.</param>
public class FormattedValue(string mimeType, string value)
{
    /// <summary>The media type.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>The value in it.</summary>
    public string Value { get; } = value;

    /// <summary>A value in one media type; null means the one that suits it best.</summary>
    /// <exception cref="ArgumentException">The value cannot be shown in that media type.</exception>
    public static FormattedValue CreateSingleFromObject(object? value, string? mimeType = null)
    {
        string type = mimeType ?? Formatter.GetPreferredMimeTypesFor(value?.GetType()).First();
        return new FormattedValue(type, Formatter.ToDisplayString(value, type));
    }

    /// <summary>A value in several media types; none means those that suit it.</summary>
    /// <exception cref="ArgumentException">The value cannot be shown in one of them.</exception>
    public static IReadOnlyList<FormattedValue> CreateManyFromObject(object? value, params string[] mimeTypes) =>
        [.. MediaBundle.Of(value, mimeTypes).Select(item => new FormattedValue(item.Key, item.Value))];

    /// <inheritdoc/>
    public override string ToString() => $"{MimeType}: {Value}";
}
