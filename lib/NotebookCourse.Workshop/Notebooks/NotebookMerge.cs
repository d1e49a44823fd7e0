using System.Text.Json.Nodes;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>Puts fresh outputs into a notebook, and keeps the committed ones where nothing has changed, so that a build repeats itself byte for byte.</summary>
internal static class NotebookMerge
{
    /// <summary>The notebook to store.</summary>
    /// <param name="cells">All cells, in order.</param>
    /// <param name="fresh">What the code cells showed now, by cell id.</param>
    /// <param name="committed">The notebook that is there; empty if none is.</param>
    public static IReadOnlyList<ExecutedCell> Merge(
        IReadOnlyList<NotebookCell> cells, IReadOnlyDictionary<string, JsonArray> fresh, IReadOnlyList<ExecutedCell> committed)
    {
        Dictionary<string, ExecutedCell> before = committed.DistinctBy(cell => cell.Cell.Id).ToDictionary(cell => cell.Cell.Id);
        return [.. cells.Select(cell => new ExecutedCell(cell, cell.IsCode ? Outputs(cell, fresh[cell.Id], before.GetValueOrDefault(cell.Id)) : []))];
    }

    private static JsonArray Outputs(NotebookCell cell, JsonArray fresh, ExecutedCell? before)
    {
        bool isVolatile = cell.Tags.Contains(NotebookCell.VolatileTag);
        return before is not null
            && before.Cell.Source == cell.Source
            && OutputComparison.Difference(before.Outputs, fresh, isVolatile, cell.Tolerance) is null
            && (!isVolatile || OutputComparison.WordsAgree(before.Outputs, fresh)) // the library may have learned to say it better
            ? WithCounts(before.Outputs, fresh)
            : fresh;
    }

    // A cell put in above moves the numbers of those below; their outputs stay, the numbers follow.
    private static JsonArray WithCounts(JsonArray kept, JsonArray fresh)
    {
        JsonArray outputs = kept.DeepClone().AsArray();
        foreach ((JsonNode? output, JsonNode? now) in outputs.Zip(fresh))
        {
            if (now?["execution_count"] is { } count)
                output!["execution_count"] = count.DeepClone();
        }

        return outputs;
    }
}
