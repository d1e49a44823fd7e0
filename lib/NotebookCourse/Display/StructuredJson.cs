using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace NotebookCourse.Display;

/// <summary>Writes the data of a display: words as they are, fields without a value left out.</summary>
internal static class StructuredJson
{
    private static readonly System.Text.Json.JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object of text fields, in the order given.</summary>
    public static string Write(params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var json = new JsonObject();
        foreach ((string name, string? value) in fields)
        {
            if (!string.IsNullOrEmpty(value))
                json[name] = value;
        }

        return Write(json);
    }

    /// <summary>An object as it is.</summary>
    public static string Write(JsonObject json) => json.ToJsonString(Format);
}
