using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>
/// Turns a notebook's JSON into cells, and checks all that pages, checks and builds later rely on: whoever saves a notebook may write anything.
/// </summary>
internal static partial class NotebookReader
{
    private const int Format = 4;

    /// <summary>Reads all cells.</summary>
    /// <exception cref="JsonException">It is no notebook of format 4; the message names the cell, counted from 1.</exception>
    public static IReadOnlyList<ExecutedCell> Read(JsonNode? json)
    {
        JsonObject notebook = json as JsonObject ?? throw new JsonException("expected an object in braces.");
        if (notebook["nbformat"] is not JsonValue version || !version.TryGetValue(out int number) || number != Format)
            throw new JsonException($"nbformat is {notebook["nbformat"]?.ToJsonString() ?? "missing"}, expected {Format}.");
        JsonArray cells = notebook["cells"] as JsonArray ?? throw new JsonException("it has no list of cells.");
        return [.. cells.Select((cell, index) => ReadCell(cell, $"cell {index + 1}"))];
    }

    private static ExecutedCell ReadCell(JsonNode? node, string place)
    {
        JsonObject cell = Object(node, place);
        string type = Text(cell, "cell_type", place);
        if (type is not ("code" or "markdown" or "raw"))
            throw new JsonException($"{place}: its cell_type is '{type}', expected code, markdown or raw.");
        JsonObject? metadata = cell["metadata"] is { } found ? Object(found, $"{place}: its metadata") : null;
        var result = new NotebookCell(
            cell["id"] is null ? "" : Text(cell, "id", place),
            type == "code",
            Lines(cell["source"], $"{place}: its source"),
            [.. List(metadata?["tags"], $"{place}: its tags").Select(tag => String(tag, $"{place}: a tag"))])
        {
            Facts = Facts(metadata, $"{place}: its {CellFacts.MetadataKey}"),
        };
        JsonArray outputs = type == "code" ? List(cell["outputs"], $"{place}: its outputs") : [];
        foreach ((int index, JsonNode? output) in outputs.Index())
            Require(output, $"{place}, output {index + 1}");
        return new ExecutedCell(result, outputs.DeepClone().AsArray());
    }

    private static CellFacts Facts(JsonObject? metadata, string place)
    {
        if (metadata?[CellFacts.MetadataKey] is not { } node)
            return CellFacts.Read(null);
        foreach ((string name, JsonNode? fact) in Object(node, place))
        {
            if (name != "minutes")
                String(fact, $"{place}.{name}");
            else if (fact is not JsonValue value || !value.TryGetValue(out int _))
                throw new JsonException($"{place}.{name} is {Kind(fact)}, expected a whole number.");
        }

        return CellFacts.Read(metadata);
    }

    private static void Require(JsonNode? node, string place)
    {
        JsonObject output = Object(node, place);
        string type = Text(output, "output_type", place);
        switch (type)
        {
            case "stream":
                Text(output, "name", place);
                Lines(output["text"], $"{place}: its text");
                break;
            case "error":
                Text(output, "ename", place);
                Text(output, "evalue", place);
                Lines(output["traceback"], $"{place}: its traceback");
                break;
            case "display_data" or "execute_result" or "update_display_data":
                foreach ((string media, JsonNode? content) in Object(output["data"], $"{place}: its data"))
                    RequireContent(media, content, $"{place}: its {media}");
                break;
            default:
                throw new JsonException($"{place}: its output_type is '{type}', expected stream, error, display_data or execute_result.");
        }
    }

    private static void RequireContent(string media, JsonNode? content, string place)
    {
        if (media.EndsWith("json", StringComparison.Ordinal))
            return; // may be anything
        string text = Lines(content, place);
        bool isBytes = media.StartsWith("image/", StringComparison.Ordinal) && !media.EndsWith("xml", StringComparison.Ordinal);
        if ((isBytes && !IsBase64(text)) || Pictures().Matches(text).Any(picture => !IsBase64(picture.Groups["data"].Value)))
            throw new JsonException($"{place} holds a picture that is no base64.");
    }

    private static bool IsBase64(string text) => System.Buffers.Text.Base64.IsValid(text);

    private static JsonObject Object(JsonNode? node, string place) =>
        node as JsonObject ?? throw new JsonException($"{place} is {Kind(node)}, expected an object in braces.");

    private static JsonArray List(JsonNode? node, string place) =>
        node is null ? [] : node as JsonArray ?? throw new JsonException($"{place} is {Kind(node)}, expected a list.");

    private static string Text(JsonObject json, string name, string place) => String(json[name], $"{place}: its {name}");

    private static string String(JsonNode? node, string place) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : throw new JsonException($"{place} is {Kind(node)}, expected a text in quotes.");

    /// <summary>A text, or a list of its lines; nothing at all counts as an empty one.</summary>
    private static string Lines(JsonNode? node, string place) => node switch
    {
        null => "",
        JsonArray lines => string.Concat(lines.Select(line => String(line, $"{place}, a line of it,"))),
        _ => String(node, place),
    };

    private static string Kind(JsonNode? node) => node is null ? "null or missing" : $"of kind {node.GetValueKind()}";

    [GeneratedRegex("src=\"data:image/svg\\+xml;base64,(?<data>[^\"]*)\"")]
    private static partial Regex Pictures();
}
