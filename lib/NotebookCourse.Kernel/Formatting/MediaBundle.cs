using NotebookCourse.Kernel.Displays;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>A value in the media types that a front end can choose from; plain text is always among them.</summary>
internal static class MediaBundle
{
    /// <summary>The value in the media types that suit it.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="wanted">Only these media types; none means all that suit.</param>
    public static IReadOnlyDictionary<string, string> Of(object? value, IReadOnlyCollection<string>? wanted = null)
    {
        var all = All(value);
        if (wanted is null || wanted.Count == 0)
            return all;
        string text = all["text/plain"];
        return wanted.ToDictionary(type => type, type => all.GetValueOrDefault(type, value as string ?? text), StringComparer.Ordinal);
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
        }
        else
        {
            data["text/html"] = HtmlFormatter.Format(value);
        }

        if (!data.ContainsKey("text/plain"))
            data["text/plain"] = TextFormatter.Format(value);
        return data;
    }
}
