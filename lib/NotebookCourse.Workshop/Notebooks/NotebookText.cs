using System.Text.Json.Nodes;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>Text in the notebook format: a list of lines that keep their line ends; lines end where Python's <c>splitlines</c> ends them.</summary>
internal static class NotebookText
{
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool ends = text[i] is '\n' or '\v' or '\f' or '\x1C' or '\x1D' or '\x1E' or '\x85' or '\u2028' or '\u2029'
                || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'));
            if (!ends)
                continue;
            lines.Add(JsonValue.Create(text[start..(i + 1)]));
            start = i + 1;
        }

        if (start < text.Length)
            lines.Add(JsonValue.Create(text[start..]));
        return lines;
    }

    /// <summary>The text of a list of lines, or of a single string.</summary>
    public static string Join(JsonNode? node) => node switch
    {
        null => "",
        JsonArray lines => string.Concat(lines.Select(line => line!.GetValue<string>())),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => value.GetValue<string>(),
        _ => node.ToJsonString(),
    };
}
