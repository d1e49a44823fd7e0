using NotebookCourse.Kernel.Displays;
using NotebookCourse.Kernel.Formatting.Views;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>A value in the media types that a front end can choose from; plain text is always among them.</summary>
internal static class MediaBundle
{
    private const string Json = "application/json";

    /// <summary>The value in the media types that suit it.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="wanted">Only these media types; none means all that suit.</param>
    /// <exception cref="ArgumentException">The value cannot be shown in a media type that is wanted.</exception>
    public static IReadOnlyDictionary<string, string> Of(object? value, IReadOnlyCollection<string>? wanted = null)
    {
        if (wanted is null || wanted.Count == 0)
            return All(value);
        var suiting = wanted.All(type => type == Json) ? [] : All(value);
        return wanted.Distinct(StringComparer.Ordinal).ToDictionary(type => type, type => suiting.GetValueOrDefault(type) ?? As(value, type, suiting), StringComparer.Ordinal);
    }

    private static Dictionary<string, string> All(object? value)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (value)
        {
            case string text:
                data["text/plain"] = text;
                return data;
            case MediaContent content:
                data[content.MediaType] = content.Text;
                data.TryAdd("text/plain", content.Text);
                return data;
        }

        if (value is not null && TypeFormatters.Find(value.GetType()) is { } formatters)
        {
            foreach (var formatter in formatters)
                data[formatter.MediaType] = formatter.Format(value);
            if (!data.ContainsKey("text/plain"))
                data["text/plain"] = TextFormatter.Format(value);
            return data;
        }

        // Looked at once: a reader, or a sequence that can be run only once, shows the same in both.
        var view = ValueViews.Of(value, FormatSettings.Limits);
        if (view is PictureView { Picture: var picture })
            data[picture.MediaType] = picture.Content;
        if (view is not PictureView { Picture.IsShownEverywhere: true })
            data["text/html"] = HtmlFormatter.Format(view);
        data["text/plain"] = TextFormatter.Format(view);
        return data;
    }

    private static string As(object? value, string mediaType, Dictionary<string, string> suiting) => value switch
    {
        _ when mediaType == Json => JsonText.Of(value),
        string text when IsTextOf(text, mediaType) => text,
        _ when mediaType == "text/html" => HtmlFormatter.Format(ValueViews.Of(value, FormatSettings.Limits)),
        _ => throw new ArgumentException(
            $"A value of type {(value is null ? "null" : TypeName.Of(value.GetType()))} cannot be shown as {mediaType}. It can be shown as {string.Join(", ", suiting.Keys.Append(Json).Distinct())}"
            + "; text that already is in another media type is shown by text.DisplayAs(mediaType)."),
    };

    // A text is taken to be written in the type that is asked for, unless that is plainly not so.
    private static bool IsTextOf(string text, string mediaType) => mediaType switch
    {
        "image/svg+xml" or "application/javascript" or "application/xml" => true,
        _ when mediaType.EndsWith("+json", StringComparison.Ordinal) => JsonText.IsJson(text),
        _ when mediaType.StartsWith("image/", StringComparison.Ordinal) => IsBase64(text) && Picture.Read(Convert.FromBase64String(text))?.MediaType == mediaType,
        _ => mediaType.StartsWith("text/", StringComparison.Ordinal),
    };

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
