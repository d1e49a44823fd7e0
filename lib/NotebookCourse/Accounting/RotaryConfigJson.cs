namespace NotebookCourse.Accounting;

/// <summary>
/// Reads rotary positions from a config.json, as transformers 4 writes them (<c>rope_theta</c> beside <c>rope_scaling</c>)
/// and as transformers 5 does (both in <c>rope_parameters</c>).
/// </summary>
internal static class RotaryConfigJson
{
    private const double UsualTheta = 10_000;

    private static readonly HashSet<string> Harmless = ["type", "rope_type", "rope_theta"];

    /// <summary>The positions of a DeepSeek model: plain, or stretched by YaRN.</summary>
    public static RotaryConfig Read(ConfigFields fields)
    {
        var (theta, scaling, name) = Parts(fields);
        if (scaling is null || Kind(scaling) is not { } kindField)
            return new RotaryConfig { Theta = theta };
        string kind = scaling.Text(kindField);
        if (kind != "default" && kind != "yarn")
            throw scaling.Wrong(kindField, $"yarn or default (or {name} null)");
        if (scaling.Number("partial_rotary_factor", 1) != 1)
            throw scaling.Wrong("partial_rotary_factor", "1: the whole of qk_rope_head_dim turns");
        YarnConfig? yarn = kind == "yarn" ? Yarn(scaling) : null;
        scaling.RejectUnknown(Harmless);
        return new RotaryConfig { Theta = theta, Yarn = yarn };
    }

    /// <summary>The base of the frequencies alone, where stretched positions change no count.</summary>
    public static double Theta(ConfigFields fields) => Parts(fields).Theta;

    // DeepSeek's code and all copies of it take 0 where mscale_all_dim is not named: the rotated vectors are scaled, the scores are not.
    private static YarnConfig Yarn(ConfigFields scaling) => new()
    {
        Factor = scaling.Number("factor"),
        OriginalPositions = scaling.Int("original_max_position_embeddings", 4_096),
        BetaFast = scaling.Number("beta_fast", 32),
        BetaSlow = scaling.Number("beta_slow", 1),
        Magnitude = scaling.Number("mscale", 1),
        MagnitudeAllDimensions = scaling.Number("mscale_all_dim", 0),
    };

    private static string? Kind(ConfigFields scaling) => scaling.Has("rope_type") ? "rope_type" : scaling.Has("type") ? "type" : null;

    private static (double Theta, ConfigFields? Scaling, string Name) Parts(ConfigFields fields)
    {
        double? beside = fields.Has("rope_theta") ? fields.Number("rope_theta") : null;
        ConfigFields? older = fields.Object("rope_scaling");
        if (fields.Object("rope_parameters") is not { } newer)
        {
            if (older is not null && Kind(older) is null)
                older.Text("rope_type"); // says that it is missing
            return (beside ?? UsualTheta, older, "rope_scaling");
        }

        double theta = newer.Number("rope_theta", beside ?? UsualTheta);
        if (beside is { } other && other != theta)
            throw fields.Wrong("rope_theta", $"{theta}, as rope_parameters has it, or no rope_theta beside it");
        return (theta, newer, "rope_parameters");
    }
}
