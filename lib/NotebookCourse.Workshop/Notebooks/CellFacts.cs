using System.Text.Json.Nodes;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>What a cell is for, written into its metadata, so that nobody has to guess it from its text.</summary>
/// <param name="Kind">One of the kinds below; empty where a notebook says none.</param>
internal sealed record CellFacts(string Kind)
{
    public const string Title = "title";
    public const string Text = "text";
    public const string Recall = "recall";
    public const string Recap = "recap";
    public const string Code = "code";
    public const string Task = "task";
    public const string Exercise = "exercise";
    public const string Answer = "answer";

    /// <summary>Runs with the lesson and stands in no notebook.</summary>
    public const string Verify = "verify";

    /// <summary>The key of these facts in a cell's metadata.</summary>
    public const string MetadataKey = "notebookcourse";

    /// <summary>The exercise that the cell belongs to.</summary>
    public string? Name { get; init; }

    /// <summary>The prediction it asks for.</summary>
    public string? Prediction { get; init; }

    /// <summary>The further section it belongs to; null on the core path.</summary>
    public string? Further { get; init; }

    /// <summary>The minutes of that section, at its first cell; else 0.</summary>
    public int FurtherMinutes { get; init; }

    /// <summary>Reads what a notebook says; no facts where it says nothing.</summary>
    public static CellFacts Read(JsonNode? metadata)
    {
        JsonNode? facts = metadata?[MetadataKey];
        return new CellFacts((string?)facts?["kind"] ?? "")
        {
            Name = (string?)facts?["name"],
            Prediction = (string?)facts?["prediction"],
            Further = (string?)facts?["further"],
            FurtherMinutes = (int?)facts?["minutes"] ?? 0,
        };
    }

    /// <summary>As the metadata holds them.</summary>
    public JsonObject Write()
    {
        var facts = new JsonObject { ["kind"] = Kind };
        if (Name is not null)
            facts["name"] = Name;
        if (Prediction is not null)
            facts["prediction"] = Prediction;
        if (Further is not null)
            facts["further"] = Further;
        if (FurtherMinutes > 0)
            facts["minutes"] = FurtherMinutes;
        return facts;
    }
}
