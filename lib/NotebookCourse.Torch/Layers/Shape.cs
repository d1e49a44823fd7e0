using TorchSharp;

namespace NotebookCourse.Layers;

/// <summary>
/// Checks shapes before libtorch sees them: some of its errors end the process, and none of them says which argument was meant.
/// </summary>
public static class Shape
{
    /// <summary>Stands for "any size" in an expected shape.</summary>
    public const long Any = -1;

    /// <summary>A tensor's shape as text, such as <c>[2, 12, 64]</c>.</summary>
    /// <param name="tensor">The tensor.</param>
    public static string Of(torch.Tensor tensor) => Text(tensor.shape);

    /// <summary>Requires exactly these sizes, dimension by dimension; <see cref="Any"/> matches every size.</summary>
    /// <param name="tensor">The tensor to check.</param>
    /// <param name="what">What it is, for the error: "query", "tokens".</param>
    /// <param name="expected">The sizes.</param>
    /// <exception cref="ArgumentException">The shape differs; the message has both shapes.</exception>
    public static void Require(torch.Tensor tensor, string what, params ReadOnlySpan<long> expected)
    {
        ReadOnlySpan<long> actual = tensor.shape;
        bool same = actual.Length == expected.Length;
        for (int i = 0; same && i < expected.Length; i++)
            same = expected[i] == Any || expected[i] == actual[i];
        if (!same)
            throw new ArgumentException($"{what} has shape {Text(actual)}, expected {Text(expected)}.");
    }

    /// <summary>Requires the size of the last dimension; what comes before is free.</summary>
    /// <param name="tensor">The tensor to check.</param>
    /// <param name="what">What it is, for the error.</param>
    /// <param name="size">The size of its last dimension.</param>
    /// <exception cref="ArgumentException">The size differs; the message has both shapes.</exception>
    public static void RequireLast(torch.Tensor tensor, string what, long size)
    {
        if (tensor.dim() == 0 || tensor.shape[^1] != size)
            throw new ArgumentException($"{what} has shape {Of(tensor)}, expected [..., {size}].");
    }

    /// <summary>Requires whole numbers from 0 to below a limit in a one-, two- or more-dimensional tensor of type Int64.</summary>
    /// <param name="tokens">The tensor of ids.</param>
    /// <param name="what">What it is, for the error.</param>
    /// <param name="limit">The first number too large.</param>
    /// <exception cref="ArgumentException">Wrong type, or a number out of range; the message names it.</exception>
    public static void RequireIds(torch.Tensor tokens, string what, long limit)
    {
        if (tokens.dtype != torch.ScalarType.Int64)
            throw new ArgumentException($"{what} has type {tokens.dtype}, expected Int64.");
        if (tokens.numel() == 0 || tokens.device_type == DeviceType.META)
            return;
        using var scope = torch.NewDisposeScope();
        long low = tokens.min().item<long>(), high = tokens.max().item<long>();
        if (low < 0 || high >= limit)
            throw new ArgumentException($"{what} holds {(low < 0 ? low : high)}, expected numbers from 0 to {limit - 1}.");
    }

    /// <summary>Sizes as text, such as <c>[2, ?, 64]</c>.</summary>
    /// <param name="sizes">The sizes; <see cref="Any"/> shows as a question mark.</param>
    public static string Text(ReadOnlySpan<long> sizes)
    {
        var parts = new string[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
            parts[i] = sizes[i] == Any ? "?" : sizes[i].ToString();
        return $"[{string.Join(", ", parts)}]";
    }
}
