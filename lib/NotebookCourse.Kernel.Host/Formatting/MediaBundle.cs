using Microsoft.DotNet.Interactive.Formatting;
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
        var preferred = value is null ? [] : FormatterRegistry.Preferred(value.GetType());
        if (preferred.Count > 0)
            return Preferred(value, preferred);
        return value switch
        {
            string text => new(StringComparer.Ordinal) { ["text/plain"] = FormatterRegistry.Registered(text, "text/plain") ?? text },
            MediaContent content => new(StringComparer.Ordinal) { ["text/plain"] = content.Text, [content.MediaType] = content.Text },
            LaTeXString or MathString => new(StringComparer.Ordinal) { ["text/latex"] = value.ToString()!, ["text/plain"] = value.ToString()! },
            _ => Suiting(value),
        };
    }

    // Plain text stands beside whatever is preferred: a front end that shows nothing else still shows the value.
    private static Dictionary<string, string> Preferred(object? value, IReadOnlyList<string> mediaTypes)
    {
        var suiting = value is string text ? new(StringComparer.Ordinal) { ["text/plain"] = text } : Suiting(value);
        return mediaTypes.Append("text/plain").Distinct(StringComparer.Ordinal)
            .ToDictionary(type => type, type => FormatterRegistry.Registered(value, type) ?? suiting.GetValueOrDefault(type) ?? As(value, type, suiting), StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Suiting(object? value)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string type in (string[])["text/html", "text/plain"])
        {
            if (FormatterRegistry.Registered(value, type) is { } registered)
                data[type] = registered;
        }

        if (value is not null && TypeFormatters.Find(value.GetType()) is { } formatters)
        {
            foreach (var formatter in formatters)
                data.TryAdd(formatter.MediaType, formatter.Format(value));
            if (!data.ContainsKey("text/plain"))
                data["text/plain"] = TextFormatter.Format(value);
            return data;
        }

        // Looked at once: a reader, or a sequence that can be run only once, shows the same in both.
        if (!data.ContainsKey("text/html") || !data.ContainsKey("text/plain"))
            Add(data, ValueViews.Of(value, FormatSettings.Limits));
        if (FormatterRegistry.DefaultMediaType == "text/plain")
            data.Remove("text/html");
        return data;
    }

    private static void Add(Dictionary<string, string> data, ValueView view)
    {
        if (view is PictureView { Picture: var picture } && !data.ContainsKey("text/html"))
            data[picture.MediaType] = picture.Content;
        if (view is not PictureView { Picture.IsShownEverywhere: true } && !data.ContainsKey("text/html"))
            data["text/html"] = HtmlFormatter.Format(view is TextView && data.TryGetValue("text/plain", out string? registered) ? new TextView(registered) : view);
        if (!data.ContainsKey("text/plain"))
            data["text/plain"] = TextFormatter.Format(view);
    }

    private static string As(object? value, string mediaType, Dictionary<string, string> suiting) => value switch
    {
        _ when FormatterRegistry.Registered(value, mediaType) is { } registered => registered,
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
