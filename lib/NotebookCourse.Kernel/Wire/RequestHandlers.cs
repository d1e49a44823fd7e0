using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookCourse.Kernel.Language;
using NotebookCourse.Kernel.Scripting;

namespace NotebookCourse.Kernel.Wire;

/// <summary>Answers to every request but execution, which waits its turn.</summary>
internal sealed class RequestHandlers(ScriptSession script, CellQueue cells)
{
    private readonly CellCompletion _completion = new(script.Chain);
    private readonly CellInspection _inspection = new(script.Chain);
    private readonly KernelUsage _usage = new(TimeProvider.System);

    /// <summary>The reply's content; null if the type is not known.</summary>
    public JsonObject? Handle(WireMessage request) => request.Type switch
    {
        "kernel_info_request" => Info(),
        "is_complete_request" => IsComplete(request.Text("code")),
        "complete_request" => Complete(request),
        "inspect_request" => Inspect(request),
        "history_request" => History(request),
        "comm_info_request" => new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() },
        "interrupt_request" => Interrupt(),
        "usage_request" => _usage.Report(),
        "shutdown_request" => new JsonObject { ["status"] = "ok", ["restart"] = request.Flag("restart", false) },
        _ => null,
    };

    private static JsonObject Info() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = "5.4",
        ["implementation"] = "notebookcourse-kernel",
        ["implementation_version"] = "1.0.0",
        ["language_info"] = LanguageInfo.Create(),
        ["banner"] = $"C# 14 on .NET {Environment.Version}",
        ["debugger"] = false,
        ["supported_features"] = new JsonArray(),
        ["help_links"] = new JsonArray(new JsonObject { ["text"] = "C#", ["url"] = "https://learn.microsoft.com/dotnet/csharp/" }),
    };

    private static JsonObject IsComplete(string code)
    {
        var (status, indent) = CellCompleteness.Of(code);
        var reply = new JsonObject { ["status"] = status };
        if (status == "incomplete")
            reply["indent"] = indent;
        return reply;
    }

    private JsonObject Complete(WireMessage request)
    {
        string code = request.Text("code");
        int cursor = CodePoints.ToUtf16(code, request.Number("cursor_pos", int.MaxValue));
        var (start, matches) = _completion.Complete(code, cursor);
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. matches.Select(match => (JsonNode)match.Name)]),
            ["cursor_start"] = CodePoints.FromUtf16(code, start),
            ["cursor_end"] = CodePoints.FromUtf16(code, cursor),
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. matches.Select(match => (JsonNode)new JsonObject { ["text"] = match.Name, ["type"] = match.Kind })]),
            },
        };
    }

    private JsonObject Inspect(WireMessage request)
    {
        string code = request.Text("code");
        var found = _inspection.Inspect(code, CodePoints.ToUtf16(code, request.Number("cursor_pos", int.MaxValue)));
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = found is null ? new JsonObject() : new JsonObject
            {
                ["text/plain"] = found.Summary.Length == 0 ? found.Signature : $"{found.Signature}\n\n{found.Summary}",
                ["text/markdown"] = $"```csharp\n{found.Signature}\n```\n\n{found.Summary}",
            },
            ["metadata"] = new JsonObject(),
        };
    }

    private JsonObject History(WireMessage request)
    {
        IEnumerable<(int Number, string Code)> found = cells.History;
        int count = request.Number("n", int.MaxValue);
        switch (request.Text("hist_access_type"))
        {
            case "range":
                int start = request.Number("start", 0), stop = request.Number("stop", int.MaxValue);
                found = request.Number("session", 0) is 0 or 1 ? found.Where(cell => cell.Number >= start && cell.Number < stop) : [];
                break;
            case "search":
                string pattern = "^" + Regex.Escape(request.Text("pattern")).Replace("\\*", ".*").Replace("\\?", ".") + "$";
                found = found.Where(cell => Regex.IsMatch(cell.Code, pattern, RegexOptions.Singleline));
                if (request.Flag("unique", false))
                    found = found.Reverse().DistinctBy(cell => cell.Code).Reverse();
                found = found.TakeLast(count);
                break;
            default:
                found = found.TakeLast(count);
                break;
        }

        bool output = request.Flag("output", false);
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. found.Select(cell => (JsonNode)new JsonArray(1, cell.Number, output ? new JsonArray(cell.Code, null) : cell.Code))]),
        };
    }

    private JsonObject Interrupt()
    {
        cells.Interrupt();
        return new JsonObject { ["status"] = "ok" };
    }
}
