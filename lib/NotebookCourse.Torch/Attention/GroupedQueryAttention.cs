using NotebookCourse.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Attention;

/// <summary>
/// Attention with several heads. Query heads may share keys and values in groups: as many groups as heads is multi-head attention, one group is
/// multi-query attention, and what is between is grouped-query attention.
/// </summary>
/// <remarks>Vaswani et al. 2017 (arXiv 1706.03762), section 3.2.2; Shazeer 2019 (1911.02150); Ainslie et al. 2023 (2305.13245).</remarks>
public sealed class GroupedQueryAttention : NamedModule
{
    private readonly long _hiddenSize, _heads, _groups, _headSize;

    /// <summary>Fresh weights.</summary>
    /// <param name="hiddenSize">Width of input and output. Range: at least 1.</param>
    /// <param name="heads">Query heads. Range: at least 1.</param>
    /// <param name="groups">Key-value heads. Range: a divisor of <paramref name="heads"/>.</param>
    /// <param name="headSize">Width of a head; even where rotary angles will be given.</param>
    /// <param name="inputBias">Whether query, key and value carry a bias.</param>
    /// <param name="outputBias">Whether the output projection carries one.</param>
    /// <param name="device">Where the weights live; null for the default.</param>
    /// <exception cref="ArgumentException">The heads cannot be shared out among the groups.</exception>
    public GroupedQueryAttention(
        long hiddenSize, long heads, long groups, long headSize, bool inputBias = false, bool outputBias = false, Device? device = null)
        : base(nameof(GroupedQueryAttention))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(headSize, 1);
        if (groups < 1 || heads < 1 || heads % groups != 0)
            throw new ArgumentException($"{heads} query heads cannot share {groups} key-value heads equally; expected a divisor of {heads}.");
        (_hiddenSize, _heads, _groups, _headSize) = (hiddenSize, heads, groups, headSize);
        Query = Projection("q_proj", hiddenSize, heads * headSize, inputBias, device);
        Key = Projection("k_proj", hiddenSize, groups * headSize, inputBias, device);
        Value = Projection("v_proj", hiddenSize, groups * headSize, inputBias, device);
        Output = Projection("o_proj", heads * headSize, hiddenSize, outputBias, device);
    }

    /// <summary>Every query head has its own keys and values; the heads divide the hidden width among them.</summary>
    /// <param name="hiddenSize">Width of input and output; a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">Heads.</param>
    /// <exception cref="ArgumentException">The width cannot be divided among the heads.</exception>
    public static GroupedQueryAttention MultiHead(long hiddenSize, long heads) => Divided(hiddenSize, heads, heads);

    /// <summary>All query heads share one key and one value.</summary>
    /// <param name="hiddenSize">Width of input and output; a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">Query heads.</param>
    /// <exception cref="ArgumentException">The width cannot be divided among the heads.</exception>
    public static GroupedQueryAttention MultiQuery(long hiddenSize, long heads) => Divided(hiddenSize, heads, 1);

    /// <summary>Query projection, [head * size, hidden].</summary>
    public Linear Query { get; }

    /// <summary>Key projection, [group * size, hidden].</summary>
    public Linear Key { get; }

    /// <summary>Value projection, [group * size, hidden].</summary>
    public Linear Value { get; }

    /// <summary>Output projection, [hidden, head * size].</summary>
    public Linear Output { get; }

    /// <summary>An empty cache of the kind this layer fills.</summary>
    public static LayerCache NewCache() => new KeyValueCache();

    /// <summary>Causal attention without positions or cache.</summary>
    /// <param name="input">[batch, position, hidden].</param>
    /// <returns>[batch, position, hidden].</returns>
    public override Tensor forward(Tensor input) => forward(input, new AttentionContext());

    /// <summary>Attention.</summary>
    /// <param name="input">[batch, position, hidden].</param>
    /// <param name="context">Positions, mask, cache, probe. The probe sees <c>weights</c> [batch, head, query, key] and <c>heads</c> [batch, query, head, size].</param>
    /// <returns>[batch, position, hidden].</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or the cache is of another kind.</exception>
    public Tensor forward(Tensor input, AttentionContext context)
    {
        Shape.Require(input, "The attention input", Shape.Any, Shape.Any, _hiddenSize);
        using var scope = NewDisposeScope();
        Tensor query = Heads(Query, input, _heads, context.Angles);                     // [batch, head, query, size]
        Tensor key = Heads(Key, input, _groups, context.Angles);                        // [batch, group, query, size]
        Tensor value = Heads(Value, input, _groups, null);                              // [batch, group, query, size]
        if (context.Cache is not null)
            (key, value) = AsKeyValue(context.Cache).Append(key, value);                // [batch, group, key, size]
        Tensor mixed = Attend(query, key, value, context).transpose(1, 2);              // [batch, query, head, size]
        return Output.Product(context.Probe.Show("heads", mixed).flatten(2)).MoveToOuterDisposeScope();
    }

    private Tensor Heads(Linear projection, Tensor input, long heads, RotaryAngles? angles)
    {
        Tensor split = projection.Product(input).view(input.shape[0], input.shape[1], heads, _headSize); // [batch, query, head, size]
        return (angles is null ? split : Rotation.Apply(split, angles, RotaryLayout.HalfSplit)).transpose(1, 2);
    }

    private Tensor Attend(Tensor query, Tensor key, Tensor value, AttentionContext context)
    {
        long batch = query.shape[0], queries = query.shape[2], perGroup = _heads / _groups;
        if (perGroup == 1)
            return ScaledDotProduct.Attend(query, key, value, context.Mask, probe: context.Probe);
        if (queries == 1 && context.Mask is null && context.Probe is null)
        {
            // One token: the heads of a group ask as if they were its positions, and no key is copied.
            Tensor asked = query.view(batch, _groups, perGroup, _headSize);             // [batch, group, head in group, size]
            using Tensor everyone = AttentionMask.Everyone(perGroup, key.shape[2], query.device);
            return ScaledDotProduct.Attend(asked, key, value, everyone).view(batch, _heads, 1, _headSize);
        }

        return ScaledDotProduct.Attend(query, Shared(key, perGroup), Shared(value, perGroup), context.Mask, probe: context.Probe);
    }

    private static Tensor Shared(Tensor grouped, long times) // [batch, group, key, size] -> [batch, head, key, size]
        => grouped.unsqueeze(2).expand(-1, -1, times, -1, -1).flatten(1, 2);

    private static KeyValueCache AsKeyValue(LayerCache cache)
        => cache as KeyValueCache
            ?? throw new ArgumentException($"The cache is a {cache.GetType().Name}, expected the {nameof(KeyValueCache)} that {nameof(NewCache)} makes.");

    private Linear Projection(string name, long from, long to, bool bias, Device? device)
    {
        Linear projection = nn.Linear(from, to, bias, device);
        register_module(name, projection);
        return projection;
    }

    private static GroupedQueryAttention Divided(long hiddenSize, long heads, long groups)
        => heads >= 1 && hiddenSize % heads == 0
            ? new GroupedQueryAttention(hiddenSize, heads, groups, hiddenSize / heads)
            : throw new ArgumentException($"A width of {hiddenSize} cannot be divided among {heads} heads equally; expected a divisor of {hiddenSize}.");
}
