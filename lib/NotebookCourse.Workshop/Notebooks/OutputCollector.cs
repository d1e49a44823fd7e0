using System.Text;
using System.Text.Json.Nodes;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>Gathers what a cell shows, as a notebook stores it: streams joined, updates and clearing applied.</summary>
internal sealed class OutputCollector
{
    private readonly List<Entry> _entries = [];
    private bool _clearNext;

    /// <summary>Takes the next output of the running cell.</summary>
    public void Add(CellOutput output)
    {
        if (output is ClearOutput clear)
        {
            _clearNext = clear.Wait;
            if (!clear.Wait)
                _entries.Clear();
            return;
        }

        if (_clearNext)
        {
            _entries.Clear();
            _clearNext = false;
        }

        if (output is StreamOutput stream && _entries.LastOrDefault() is { Output: StreamOutput last } entry && last.Name == stream.Name)
            entry.Text.Append(stream.Text);
        else if (output is DisplayOutput { IsUpdate: true } update)
            Replace(update);
        else
            _entries.Add(new Entry(output));
    }

    /// <summary>The outputs in the notebook format.</summary>
    /// <param name="executionCount">The number of the cell, shown with its result.</param>
    public JsonArray ToJson(int executionCount)
    {
        var outputs = new JsonArray();
        foreach (Entry entry in _entries)
        {
            outputs.Add(entry.Output switch
            {
                StreamOutput stream => Stream(stream.Name, entry.Text.ToString()),
                DisplayOutput display => Data("display_data", display.Data),
                ResultOutput result => Data("execute_result", result.Data, executionCount),
                ErrorOutput error => Error(error),
                _ => throw new InvalidOperationException($"unknown output {entry.Output.GetType().Name}"),
            });
        }

        return outputs;
    }

    private void Replace(DisplayOutput update)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.Output is DisplayOutput shown && shown.DisplayId == update.DisplayId)
                entry.Output = shown with { Data = update.Data };
        }
    }

    private static JsonObject Stream(string name, string text) => new()
    {
        ["name"] = name,
        ["output_type"] = "stream",
        ["text"] = NotebookText.Lines(WithoutOverwritten(text)),
    };

    private static JsonObject Data(string type, IReadOnlyDictionary<string, string> data, int? executionCount = null)
    {
        var bundle = new JsonObject();
        foreach ((string mimeType, string value) in data.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            bundle[mimeType] = Value(mimeType, value);

        var output = new JsonObject { ["data"] = bundle };
        if (executionCount is { } count)
            output["execution_count"] = count;
        output["metadata"] = new JsonObject();
        output["output_type"] = type;
        return output;
    }

    private static JsonObject Error(ErrorOutput error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Value,
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. error.Traceback.Select(line => JsonValue.Create(line))]),
    };

    private static JsonNode? Value(string mimeType, string value)
    {
        if (mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal))
            return JsonNode.Parse(value);
        return NotebookText.Lines(value);
    }

    // A progress line rewrites itself with carriage returns; what stays is what a terminal would show at the end.
    private static string WithoutOverwritten(string text) => string.Join(
        '\n', text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(line => line[(line.TrimEnd('\r').LastIndexOf('\r') + 1)..].TrimEnd('\r')));

    private sealed class Entry(CellOutput output)
    {
        public CellOutput Output { get; set; } = output;

        public StringBuilder Text { get; } = new(output is StreamOutput stream ? stream.Text : "");
    }
}
