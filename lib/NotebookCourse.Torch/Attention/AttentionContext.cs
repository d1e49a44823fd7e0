using NotebookCourse.Layers;
using TorchSharp;

namespace NotebookCourse.Attention;

/// <summary>What an attention layer needs beside its input. Everything may be left out: then it is causal, without positions, without memory.</summary>
public sealed record AttentionContext
{
    /// <summary>Rotary angles for the input's positions; null for attention that knows no positions.</summary>
    public RotaryAngles? Angles { get; init; }

    /// <summary>Boolean [query, key], true where the query may look; null for causal.</summary>
    public torch.Tensor? Mask { get; init; }

    /// <summary>What was read before; the new tokens are added to it. Null to read from the start and keep nothing.</summary>
    public LayerCache? Cache { get; init; }

    /// <summary>Which form latent attention takes where there is no cache to decide it.</summary>
    public LatentForm Form { get; init; } = LatentForm.Naive;

    /// <summary>Looks at what happens inside.</summary>
    public Probe? Probe { get; init; }
}

/// <summary>The two ways to compute latent attention. The results are equal, the costs are not.</summary>
public enum LatentForm
{
    /// <summary>Rebuild every head's keys and values from the latent: fewer multiplications, for reading many tokens at once.</summary>
    Naive,

    /// <summary>Move the rebuilding into query and output, and attend on the latent itself: 71 times less to remember in DeepSeek-V3, for writing one token at a time.</summary>
    Absorbed,
}
