using NotebookCourse.Layers;
using static TorchSharp.torch;

namespace NotebookCourse.Attention;

/// <summary>
/// Attention itself: every query asks every key how well it fits, softmax turns the answers into shares, and the values are mixed by these shares.
/// </summary>
/// <remarks>Vaswani et al. 2017 (arXiv 1706.03762), equation 1: softmax(Q K^T / sqrt(d)) V, for each batch entry and head by itself.</remarks>
public static class ScaledDotProduct
{
    // libtorch's fused kernel multiplies in float32. Up to here two products in BF16 are faster, though the scores are written out between them.
    private const long ShortContext = 1024;

    /// <summary>The shares: how much each query takes from each key. Each row sums to 1.</summary>
    /// <param name="query">[batch, head, query, size].</param>
    /// <param name="key">[batch, head, key, size].</param>
    /// <param name="mask">Boolean, [query, key]: true where the query may look. Null: causal, the queries being the last positions.</param>
    /// <param name="scale">What scores are multiplied by; null for 1/sqrt(size).</param>
    /// <returns>[batch, head, query, key].</returns>
    /// <exception cref="ArgumentException">Shapes do not fit; the message has both.</exception>
    public static Tensor Weights(Tensor query, Tensor key, Tensor? mask = null, double? scale = null)
    {
        Check(query, key, key, mask);
        using var scope = NewDisposeScope();
        Tensor folded = (query * (scale ?? 1 / Math.Sqrt(query.shape[3]))).flatten(0, 1);          // [batch * head, query, size]
        Tensor scores = MatrixProducts.Batched(folded, key.flatten(0, 1).transpose(1, 2));         // [batch * head, query, key]
        Tensor allowed = mask ?? AttentionMask.Causal(query.shape[2], key.shape[2], query.device);
        Tensor closed = zeros_like(allowed, dtype: scores.dtype).masked_fill_(allowed.bitwise_not(), double.NegativeInfinity);
        Tensor weights = scores.add_(closed).softmax(-1);
        return weights.view(query.shape[0], query.shape[1], query.shape[2], key.shape[2]).MoveToOuterDisposeScope();
    }

    /// <summary>Mixes the values. Fast: libtorch's fused kernel, unless a probe wants to see the weights.</summary>
    /// <param name="query">[batch, head, query, size].</param>
    /// <param name="key">[batch, head, key, size].</param>
    /// <param name="value">[batch, head, key, value size].</param>
    /// <param name="mask">As for <see cref="Weights"/>; every row must allow at least one key.</param>
    /// <param name="scale">What scores are multiplied by; null for 1/sqrt(size).</param>
    /// <param name="probe">Sees <c>weights</c>, [batch, head, query, key], and may change them.</param>
    /// <returns>[batch, head, query, value size].</returns>
    /// <exception cref="ArgumentException">Shapes do not fit; the message has both.</exception>
    public static Tensor Attend(Tensor query, Tensor key, Tensor value, Tensor? mask = null, double? scale = null, Probe? probe = null)
    {
        Check(query, key, value, mask);
        using var scope = NewDisposeScope();
        bool fused = probe is null && !(MatrixProducts.AreInBFloat16 && key.shape[2] <= ShortContext);
        if (fused)
            return Fused(query, key, value, mask, scale ?? 1 / Math.Sqrt(query.shape[3])).MoveToOuterDisposeScope();
        Tensor weights = probe.Show("weights", Weights(query, key, mask, scale)).flatten(0, 1);    // [batch * head, query, key]
        Tensor mixed = MatrixProducts.Batched(weights, value.flatten(0, 1));                       // [batch * head, query, value size]
        return mixed.view(query.shape[0], query.shape[1], query.shape[2], value.shape[3]).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// libtorch's kernel divides by the root of the query's width and wants values as wide as queries: zeros and a factor make up the difference.
    /// </summary>
    private static Tensor Fused(Tensor query, Tensor key, Tensor value, Tensor? mask, double scale)
    {
        long queries = query.shape[2], keys = key.shape[2], valueSize = value.shape[3];
        long width = Math.Max(query.shape[3], valueSize);
        double factor = scale * Math.Sqrt(width);
        if (Math.Abs(factor - 1) > 1e-12)
            query = query * factor;
        bool causal = mask is null && queries == keys && queries > 1;
        Tensor? allowed = mask ?? (causal || queries == 1 ? null : AttentionMask.Causal(queries, keys, query.device));
        Tensor mixed = nn.functional.scaled_dot_product_attention(
            Widened(query, width), Widened(key, width), Widened(value, width), allowed, is_casual: causal);
        return width == valueSize ? mixed : mixed.narrow(3, 0, valueSize);
    }

    private static Tensor Widened(Tensor input, long width)
        => input.shape[3] == width ? input : nn.functional.pad(input, (0, width - input.shape[3]));

    private static void Check(Tensor query, Tensor key, Tensor value, Tensor? mask)
    {
        Shape.Require(query, "The query", Shape.Any, Shape.Any, Shape.Any, Shape.Any);
        long[] q = query.shape;
        if (key.dim() != 4 || key.shape[0] != q[0] || key.shape[1] != q[1] || key.shape[3] != q[3])
            throw new ArgumentException($"The key has shape {Shape.Of(key)}, expected {Shape.Text([q[0], q[1], Shape.Any, q[3]])} to go with the query's {Shape.Of(query)}.");
        if (value.dim() != 4 || value.shape[0] != q[0] || value.shape[1] != q[1] || value.shape[2] != key.shape[2])
            throw new ArgumentException($"The value has shape {Shape.Of(value)}, expected {Shape.Text([q[0], q[1], key.shape[2], Shape.Any])} to go with the key's {Shape.Of(key)}.");
        if (mask is null && q[2] > key.shape[2])
            throw new ArgumentException($"There are more queries, {Shape.Of(query)}, than keys, {Shape.Of(key)}: without a mask the queries are the last positions among the keys.");
        if (mask is not null)
            AttentionMask.Require(mask, q[2], key.shape[2]);
    }
}
