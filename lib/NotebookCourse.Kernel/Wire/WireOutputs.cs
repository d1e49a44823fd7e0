using System.Text.Json.Nodes;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Wire;

/// <summary>Outputs of a cell to messages of the protocol, and back.</summary>
internal static class WireOutputs
{
    public static (string Type, JsonObject Content) Message(CellOutput output) => output switch
    {
        StreamOutput stream => ("stream", new JsonObject { ["name"] = stream.Name, ["text"] = stream.Text }),
        DisplayOutput display => (display.IsUpdate ? "update_display_data" : "display_data", new JsonObject
        {
            ["data"] = Data(display.Data),
            ["metadata"] = new JsonObject(),
            ["transient"] = display.DisplayId is null ? new JsonObject() : new JsonObject { ["display_id"] = display.DisplayId },
        }),
        ResultOutput result => ("execute_result", new JsonObject { ["data"] = Data(result.Data), ["metadata"] = new JsonObject(), ["execution_count"] = result.ExecutionCount }),
        ErrorOutput error => ("error", Error(error, withStatus: false)),
        ClearOutput clear => ("clear_output", new JsonObject { ["wait"] = clear.Wait }),
        _ => throw new ArgumentException($"There is no message for {output.GetType().Name}.", nameof(output)),
    };

    /// <summary>The output in a message; null if the message is no output.</summary>
    public static CellOutput? Read(WireMessage message) => message.Type switch
    {
        "stream" or "display_data" or "update_display_data" or "execute_result" or "error" when message.Fault is { } fault => new StreamOutput("stderr", $"[An output cannot be shown. {fault}]\n"),
        "stream" => new StreamOutput(message.Text("name"), message.Text("text")),
        "display_data" or "update_display_data" => new DisplayOutput(Data(message.Content["data"]), message.Content["transient"]?["display_id"]?.GetValue<string>(), message.Type == "update_display_data"),
        "execute_result" => new ResultOutput(Data(message.Content["data"]), message.Number("execution_count", 0)),
        "error" => new ErrorOutput(message.Text("ename"), message.Text("evalue"), [.. (message.Content["traceback"] as JsonArray ?? []).Select(line => line!.GetValue<string>())]),
        "clear_output" => new ClearOutput(message.Flag("wait", false)),
        _ => null,
    };

    public static JsonObject Error(ErrorOutput error, bool withStatus)
    {
        var content = new JsonObject { ["ename"] = error.Name, ["evalue"] = error.Value, ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]) };
        if (withStatus)
            content["status"] = "error";
        return content;
    }

    // A JSON media type holds JSON, every other one text.
    public static JsonObject Data(IReadOnlyDictionary<string, string> data)
    {
        var content = new JsonObject();
        foreach (var (type, text) in data)
            content[type] = IsJson(type) ? JsonNode.Parse(text) : text;
        return content;
    }

    private static Dictionary<string, string> Data(JsonNode? content) =>
        (content as JsonObject ?? []).ToDictionary(item => item.Key, item => item.Value is JsonValue value && value.TryGetValue(out string? text) ? text : item.Value?.ToJsonString() ?? "");

    private static bool IsJson(string type) => type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal);
}
