using NotebookCourse.Attention;
using NotebookCourse.Layers;
using NotebookCourse.Routing;
using TorchSharp;

namespace NotebookCourse.Models;

/// <summary>How to run a model once. Everything may be left out: then it reads from the start and gives logits at every position.</summary>
public sealed record ForwardOptions
{
    /// <summary>What was read before; the new tokens are added. Null to read from the start and keep nothing.</summary>
    public ModelCache? Cache { get; init; }

    /// <summary>Whether only the last position's logits are wanted: saves most of the output head.</summary>
    public bool LastPositionOnly { get; init; }

    /// <summary>Boolean [query, key], true where the query may look; null for causal.</summary>
    public torch.Tensor? Mask { get; init; }

    /// <summary>Which form latent attention takes where there is no cache to decide it.</summary>
    public LatentForm Form { get; init; } = LatentForm.Naive;

    /// <summary>Gets the routing decisions, layer after layer.</summary>
    public RoutingLog? Routing { get; init; }

    /// <summary>Looks at what happens inside, and may change it.</summary>
    public Probe? Probe { get; init; }

    internal AttentionContext Attention(RotaryAngles? angles, int layer) => new()
    {
        Angles = angles,
        Mask = Mask,
        Form = Form,
        Cache = Cache is null || layer < Cache.Layers.Count
            ? Cache?.Layers[layer]
            : throw new ArgumentException($"The cache has {Cache.Layers.Count} layers, the model more; expected the cache that the model's NewCache makes."),
        Probe = Probe.Within($"layers.{layer}.self_attn"),
    };
}
