using static TorchSharp.torch;

namespace NotebookCourse.Layers;

/// <summary>Which channels form a pair.</summary>
public enum RotaryLayout
{
    /// <summary>Neighbours: (0,1), (2,3), ... as in DeepSeek's and the original paper's code.</summary>
    Interleaved,

    /// <summary>The first half with the second: (0,n/2), (1,n/2+1), ... as in Hugging Face's Llama and GPT-NeoX.</summary>
    HalfSplit,
}

/// <summary>Turns pairs of channels by given angles, and converts between the two layouts of pairs.</summary>
public static class Rotation
{
    /// <summary>Turns every pair (a, b) to (a cos - b sin, a sin + b cos).</summary>
    /// <param name="input">[batch, position, head, size].</param>
    /// <param name="angles">For exactly these positions, size / 2 pairs.</param>
    /// <param name="layout">Which channels form a pair.</param>
    /// <returns>[batch, position, head, size], in the same layout.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit; the message has both.</exception>
    public static Tensor Apply(Tensor input, RotaryAngles angles, RotaryLayout layout = RotaryLayout.Interleaved)
    {
        Shape.Require(angles.Cosine, "The cosines", Shape.Any, Shape.Any);
        Shape.Require(angles.Sine, "The sines", angles.Cosine.shape);
        if (input.dim() != 4 || input.shape[1] != angles.Cosine.shape[0] || input.shape[3] != 2 * angles.Cosine.shape[1])
            throw new ArgumentException($"The rotary input has shape {Shape.Of(input)}, expected [batch, position, head, size] = [?, {angles.Cosine.shape[0]}, ?, {2 * angles.Cosine.shape[1]}] for angles of shape {Shape.Of(angles.Cosine)}.");
        using var scope = NewDisposeScope();
        Tensor cosine = angles.Cosine.unsqueeze(1).to(input.dtype), sine = angles.Sine.unsqueeze(1).to(input.dtype); // [position, 1, pair]
        Tensor[] pair = Pairs(input, layout);                                                                        // 2 x [batch, position, head, pair]
        Tensor first = (pair[0] * cosine) - (pair[1] * sine);
        Tensor second = (pair[0] * sine) + (pair[1] * cosine);
        return Join(first, second, layout).MoveToOuterDisposeScope();
    }

    /// <summary>Reorders channels from neighbours to halves: (a0, b0, a1, b1) becomes (a0, a1, b0, b1).</summary>
    /// <param name="input">[..., size], size even.</param>
    /// <returns>[..., size].</returns>
    public static Tensor ToHalfSplit(Tensor input) => Reorder(input, RotaryLayout.Interleaved, RotaryLayout.HalfSplit);

    /// <summary>Reorders channels from halves to neighbours: (a0, a1, b0, b1) becomes (a0, b0, a1, b1).</summary>
    /// <param name="input">[..., size], size even.</param>
    /// <returns>[..., size].</returns>
    public static Tensor ToInterleaved(Tensor input) => Reorder(input, RotaryLayout.HalfSplit, RotaryLayout.Interleaved);

    private static Tensor Reorder(Tensor input, RotaryLayout from, RotaryLayout to)
    {
        if (input.dim() == 0 || input.shape[^1] % 2 != 0)
            throw new ArgumentException($"The input has shape {Shape.Of(input)}, expected [..., size] with an even size: channels come in pairs.");
        using var scope = NewDisposeScope();
        Tensor[] pair = Pairs(input, from);
        return Join(pair[0], pair[1], to).MoveToOuterDisposeScope();
    }

    private static Tensor[] Pairs(Tensor input, RotaryLayout layout)
        => layout == RotaryLayout.Interleaved
            ? input.unflatten(input.dim() - 1, [input.shape[^1] / 2, 2]).unbind(-1)
            : [.. input.chunk(2, -1)];

    private static Tensor Join(Tensor first, Tensor second, RotaryLayout layout)
        => layout == RotaryLayout.Interleaved
            ? stack([first, second], -1).flatten(-2, -1)
            : cat([first, second], -1);
}
