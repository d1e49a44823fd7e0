namespace NotebookCourse.Accounting;

/// <summary>The mixture of experts: how many there are, how wide, and how a token finds its few (V3 report, equations 12-16).</summary>
public sealed record ExpertsConfig
{
    /// <summary>Experts a router chooses among, per layer. Range: at least 1.</summary>
    public required int RoutedCount { get; init; }

    /// <summary>Experts every token visits; stored as one feed-forward layer this many times as wide. Range: at least 0.</summary>
    public required int SharedCount { get; init; }

    /// <summary>Routed experts one token visits. Range: 1 to <see cref="RoutedCount"/>.</summary>
    public required int ExpertsPerToken { get; init; }

    /// <summary>Inner width of one expert (SwiGLU). Range: at least 1.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Groups the experts are divided into, consecutive and equally large. Range: at least 1.</summary>
    public int GroupCount { get; init; } = 1;

    /// <summary>Groups a token may choose experts from. Range: 1 to <see cref="GroupCount"/>.</summary>
    public int GroupsKept { get; init; } = 1;

    /// <summary>How the router's raw outputs become affinities.</summary>
    public required RouterScoring Scoring { get; init; }

    /// <summary>How experts are chosen from the affinities.</summary>
    public required ExpertSelection Selection { get; init; }

    /// <summary>Whether the chosen affinities are divided by their sum.</summary>
    public required bool Renormalise { get; init; }

    /// <summary>Factor on every gate after that (2.5 in V3; in the code and configuration, not in the report).</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Leading layers that stay dense. Range: at least 0.</summary>
    public int DenseLayersFirst { get; init; }

    /// <summary>Every how many layers there are experts; 1 means each. Range: at least 1.</summary>
    public int LayerInterval { get; init; } = 1;

    /// <summary>Whether groups restrict the choice.</summary>
    public bool LimitsGroups => Selection != ExpertSelection.Greedy && GroupCount > 1;

    /// <summary>Whether each expert has a correction bias that takes part in choosing, and only there.</summary>
    public bool HasCorrectionBias => Selection == ExpertSelection.BiasCorrected;

    internal void Validate()
    {
        ModelConfig.AtLeastOne(RoutedCount, "n_routed_experts");
        ModelConfig.AtLeastOne(IntermediateSize, "moe_intermediate_size");
        ModelConfig.AtLeastOne(GroupCount, "n_group");
        ModelConfig.AtLeastOne(LayerInterval, "moe_layer_freq");
        ModelConfig.Require(SharedCount >= 0, $"n_shared_experts is {SharedCount}, expected 0 or more.");
        ModelConfig.Require(DenseLayersFirst >= 0, $"first_k_dense_replace is {DenseLayersFirst}, expected 0 or more.");
        ModelConfig.Require(ExpertsPerToken >= 1 && ExpertsPerToken <= RoutedCount,
            $"num_experts_per_tok is {ExpertsPerToken}, expected 1 to n_routed_experts, which is {RoutedCount}.");
        if (Selection == ExpertSelection.Greedy)
            return;
        ModelConfig.Require(RoutedCount % GroupCount == 0,
            $"n_routed_experts {RoutedCount} is not a multiple of n_group {GroupCount}: groups are equally large.");
        ModelConfig.Require(GroupsKept >= 1 && GroupsKept <= GroupCount,
            $"topk_group is {GroupsKept}, expected 1 to n_group, which is {GroupCount}.");
        ModelConfig.Require(ExpertsPerToken <= GroupsKept * (RoutedCount / GroupCount),
            $"num_experts_per_tok is {ExpertsPerToken}, but topk_group {GroupsKept} groups of {RoutedCount / GroupCount} experts leave only {GroupsKept * (RoutedCount / GroupCount)} to choose from.");
    }
}

/// <summary>How a router's raw outputs become affinities.</summary>
public enum RouterScoring
{
    /// <summary>Softmax over all experts: they compete, the affinities sum to 1 (DeepSeek-V2).</summary>
    Softmax,

    /// <summary>A sigmoid each: experts are judged one by one (DeepSeek-V3).</summary>
    Sigmoid,
}

/// <summary>How experts are chosen from affinities.</summary>
public enum ExpertSelection
{
    /// <summary>The best k of all; groups are ignored (<c>greedy</c>).</summary>
    Greedy,

    /// <summary>The best groups by their best expert, then the best k within (<c>group_limited_greedy</c>, DeepSeek-V2).</summary>
    GroupLimited,

    /// <summary>Affinity plus a correction bias; the best groups by the sum of their best two, then the best k within (<c>noaux_tc</c>, DeepSeek-V3).</summary>
    BiasCorrected,
}
