using NotebookCourse.Accounting;
using NotebookCourse.Layers;
using static TorchSharp.torch;

namespace NotebookCourse.Routing;

/// <summary>How a token finds its experts, in all of DeepSeek's variants: score, (correct,) (limit to groups,) take the best, weigh.</summary>
/// <remarks>
/// DeepSeek-V3 report, equations 12-16, and <c>inference/model.py</c>, which adds the final scale; DeepSeek-V2 paper, section 2.2.
/// Selection may use corrected scores, the gates never do.
/// </remarks>
public static class ExpertChoice
{
    /// <summary>Decides for every token.</summary>
    /// <param name="logits">The router's raw outputs, [token, expert].</param>
    /// <param name="config">Which variant.</param>
    /// <param name="bias">The correction bias, [expert]; given exactly when <see cref="ExpertsConfig.HasCorrectionBias"/>.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or a bias is missing or too much.</exception>
    public static RoutingDecision Decide(Tensor logits, ExpertsConfig config, Tensor? bias = null)
    {
        config.Validate();
        Shape.Require(logits, "The router's output", Shape.Any, config.RoutedCount);
        if (config.HasCorrectionBias != (bias is not null))
            throw new ArgumentException($"Selection {config.Selection} {(bias is null ? "needs a correction bias, none was given" : "knows no correction bias, one was given")}.", nameof(bias));
        if (bias is not null)
            Shape.Require(bias, "The correction bias", config.RoutedCount);
        using var scope = NewDisposeScope();
        Tensor affinities = config.Scoring == RouterScoring.Sigmoid ? logits.sigmoid() : logits.softmax(-1); // [token, expert]
        Tensor candidates = affinities.detach();
        if (bias is not null)
            candidates = candidates + bias;
        if (config.LimitsGroups)
            candidates = WithinBestGroups(candidates, config);
        Tensor experts = candidates.topk(config.ExpertsPerToken, -1).indexes;                      // [token, chosen]
        return new RoutingDecision(affinities, experts, Weigh(affinities, experts, config)).MoveToOuterDisposeScope();
    }

    /// <summary>What each chosen expert's output is multiplied by: its affinity, in V3 over the sum of the chosen ones, times the scale.</summary>
    /// <remarks>DeepSeek-V3 report, equations 13 and 14; <c>inference/model.py</c> for the scale. A correction bias never enters.</remarks>
    /// <param name="affinities">[token, expert].</param>
    /// <param name="experts">The chosen experts, Int64 [token, chosen]; who chose them does not matter.</param>
    /// <param name="config">Which variant.</param>
    /// <returns>[token, chosen], with gradients to the affinities.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or an expert is out of range or no Int64.</exception>
    public static Tensor Gates(Tensor affinities, Tensor experts, ExpertsConfig config)
    {
        config.Validate();
        Shape.Require(affinities, "The affinities", Shape.Any, config.RoutedCount);
        Shape.Require(experts, "The chosen experts", affinities.shape[0], Shape.Any);
        Shape.RequireIds(experts, "The chosen experts", config.RoutedCount);
        using var scope = NewDisposeScope();
        return Weigh(affinities, experts, config).MoveToOuterDisposeScope();
    }

    private static Tensor Weigh(Tensor affinities, Tensor experts, ExpertsConfig config)
    {
        Tensor gates = affinities.gather(-1, experts);                                             // [token, chosen]
        if (config.Renormalise)
            gates = gates / gates.sum(-1, keepdim: true);
        return config.Scale == 1 ? gates : gates * config.Scale;
    }

    /// <summary>Each group's claim: its best score (V2), or the sum of its best two corrected scores (V3).</summary>
    /// <param name="scores">[token, expert].</param>
    /// <param name="config">Which variant.</param>
    /// <returns>[token, group].</returns>
    public static Tensor GroupScores(Tensor scores, ExpertsConfig config)
    {
        config.Validate();
        Shape.Require(scores, "The scores", Shape.Any, config.RoutedCount);
        using var scope = NewDisposeScope();
        Tensor grouped = Grouped(scores, config);                                                  // [token, group, expert in group]
        int counted = Math.Min(2, config.RoutedCount / config.GroupCount);
        Tensor claims = config.HasCorrectionBias ? grouped.topk(counted, -1).values.sum(-1) : grouped.amax(-1);
        return claims.MoveToOuterDisposeScope();
    }

    /// <summary>Experts outside the kept groups drop to minus infinity.</summary>
    private static Tensor WithinBestGroups(Tensor scores, ExpertsConfig config)
    {
        Tensor kept = GroupScores(scores, config).topk(config.GroupsKept, -1).indexes;             // [token, kept]
        Tensor dropped = ones(scores.shape[0], config.GroupCount, dtype: ScalarType.Bool, device: scores.device)
            .scatter(1, kept, zeros_like(kept, ScalarType.Bool));                                  // [token, group]
        return Grouped(scores, config).masked_fill(dropped.unsqueeze(-1), double.NegativeInfinity).flatten(1);
    }

    private static Tensor Grouped(Tensor scores, ExpertsConfig config)
        => scores.view(-1, config.GroupCount, config.RoutedCount / config.GroupCount);
}
