namespace NotebookCourse.Accounting;

/// <summary>Memory that training needs, in bytes over all devices together.</summary>
/// <param name="Parameters">The counted model.</param>
public sealed record MemoryCount(ParameterCount Parameters)
{
    /// <summary>Counts a model.</summary>
    /// <exception cref="ArgumentException">The configuration contradicts itself.</exception>
    public static MemoryCount Of(ModelConfig config) => new(ParameterCount.Of(config));

    /// <summary>Weights, master weights, gradients and optimizer moments.</summary>
    public long States(MemoryRecipe recipe) => Parameters.Total * recipe.BytesPerParameter;

    /// <summary>
    /// Numbers a token's forward pass must leave for the backward pass when nothing is recomputed and attention scores are
    /// not stored: per layer the inputs of both norms and what the norms give, the latent vectors, queries, keys and values,
    /// attention's result, and three vectors of the inner width of every feed-forward layer visited. An estimate:
    /// a framework keeps somewhat more.
    /// </summary>
    public long ActivationElementsPerToken
    {
        get
        {
            long layers = Config.LayerCount, experts = Enumerable.Range(0, Config.LayerCount).Count(Config.IsExpertLayer);
            long perExpertLayer = Config.Experts is { } mixture ? (long)(mixture.SharedCount + mixture.ExpertsPerToken) * mixture.IntermediateSize : 0;
            return layers * (4L * Config.HiddenSize + AttentionElements) + 3 * ((layers - experts) * Config.IntermediateSize + experts * perExpertLayer);
        }
    }

    private ModelConfig Config => Parameters.Config;

    private long AttentionElements => Config.Latent is { } latent
        ? (latent.QueryRank ?? 0) + latent.KeyValueRank + latent.RotaryHeadSize + 2L * Config.HeadCount * (latent.QueryHeadSize + latent.ValueHeadSize)
        : 2L * Config.HeadSize * (Config.HeadCount + Config.KeyValueHeadCount);
}
