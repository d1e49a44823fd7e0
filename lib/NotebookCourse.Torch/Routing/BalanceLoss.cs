using NotebookCourse.Layers;
using static TorchSharp.torch;

namespace NotebookCourse.Routing;

/// <summary>Punishes sequences that crowd on few experts.</summary>
/// <remarks>DeepSeek-V3 report, equations 17-20: sum over experts of f_i P_i, where f_i is how often i was chosen (1 when even) and P_i its mean share of affinity.</remarks>
public static class BalanceLoss
{
    /// <summary>The loss, averaged over sequences: 1 when choice and affinity are spread evenly, up to experts / chosen when all crowd together. Not yet multiplied by alpha.</summary>
    /// <param name="decision">For batch * length tokens, sequence after sequence.</param>
    /// <param name="batch">Number of sequences. Range: a divisor of the number of tokens.</param>
    /// <returns>A scalar with gradients to the affinities.</returns>
    /// <exception cref="ArgumentException">The tokens cannot be divided into so many sequences.</exception>
    public static Tensor SequenceWise(RoutingDecision decision, long batch)
    {
        Shape.Require(decision.Affinities, "The affinities", Shape.Any, Shape.Any);
        Shape.Require(decision.Experts, "The chosen experts", decision.Affinities.shape[0], Shape.Any);
        Shape.RequireIds(decision.Experts, "The chosen experts", decision.Affinities.shape[1]);
        long tokens = decision.Affinities.shape[0], experts = decision.Affinities.shape[1], chosen = decision.Experts.shape[1];
        if (batch < 1 || tokens % batch != 0)
            throw new ArgumentException($"{Shape.Of(decision.Affinities)} tokens cannot be divided into {batch} sequences of equal length.", nameof(batch));
        using var scope = NewDisposeScope();
        long length = tokens / batch;
        Tensor share = decision.Affinities / decision.Affinities.sum(-1, keepdim: true);           // s' in equation 19
        Tensor meanShare = share.view(batch, length, experts).mean([1]);                           // P: [sequence, expert]
        Tensor picks = zeros(batch, experts, dtype: share.dtype, device: share.device);
        Tensor perSequence = decision.Experts.view(batch, length * chosen);
        Tensor frequency = picks.scatter_add(1, perSequence, ones_like(perSequence, share.dtype))
            * ((double)experts / (chosen * length));                                               // f: [sequence, expert]
        return (frequency * meanShare).sum(-1).mean().MoveToOuterDisposeScope();
    }
}
