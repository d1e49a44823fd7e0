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

    /// <summary>
    /// The blocks to run, by number from 0, in this order: a block may be left out, and may stand more than once, with the same
    /// weights each time. Null runs each once. A probe sees a block's names each time it runs; a <see cref="Recording"/> keeps the last.
    /// </summary>
    public IReadOnlyList<int>? LayerOrder { get; init; }

    /// <summary>The blocks as <see cref="LayerOrder"/> wants them.</summary>
    /// <param name="blocks">All of the model's, in its own order.</param>
    /// <exception cref="ArgumentException">A number that is no block's, or an order together with a cache, which keeps one entry a block.</exception>
    internal IEnumerable<T> Ordered<T>(IReadOnlyList<T> blocks)
    {
        if (LayerOrder is null)
            return blocks;
        string order = $"The layer order [{string.Join(", ", LayerOrder)}]";
        if (Cache is not null)
        {
            throw new ArgumentException(
                $"{order} was given together with a cache, which keeps each block's tokens once; expected one or the other.");
        }

        foreach (int block in LayerOrder.Where(block => block < 0 || block >= blocks.Count))
            throw new ArgumentException($"{order} names block {block}; expected numbers from 0 to {blocks.Count - 1}.");
        return LayerOrder.Select(block => blocks[block]);
    }

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
