using NotebookCourse.Accounting;
using NotebookCourse.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Attention;

/// <summary>
/// DeepSeek's attention: keys and values of all heads are rebuilt from one short latent per token, and only that latent (with one small rotary key
/// shared by all heads) needs to be remembered.
/// </summary>
/// <remarks>
/// DeepSeek-V2 paper (arXiv 2405.04434), section 2.1; DeepSeek-V3 report (2412.19437), equations 1-11. Parameter names are Hugging Face's.
/// </remarks>
public sealed class MultiHeadLatentAttention : NamedModule
{
    private readonly LatentAttentionConfig _latent;
    private readonly long _hiddenSize, _heads;
    private readonly double _scale;

    /// <summary>Fresh weights.</summary>
    /// <param name="config">A model with <see cref="ModelConfig.Latent"/>.</param>
    /// <param name="device">Where the weights live; null for the default.</param>
    /// <exception cref="ArgumentException">The model has no latent attention, or its fields contradict each other.</exception>
    public MultiHeadLatentAttention(ModelConfig config, Device? device = null) : base(nameof(MultiHeadLatentAttention))
    {
        _latent = config.Validated().Latent ?? throw new ArgumentException($"'{config.Name}' has no latent attention: its Latent is null.", nameof(config));
        (_hiddenSize, _heads, _scale) = (config.HiddenSize, config.HeadCount, Yarn.AttentionScale(config));
        bool bias = config.AttentionInputBias;
        long queries = _heads * _latent.QueryHeadSize, rank = _latent.KeyValueRank;
        if (_latent.QueryRank is { } queryRank)
        {
            QueryDown = Projection("q_a_proj", _hiddenSize, queryRank, bias, device);
            QueryNorm = Norm("q_a_layernorm", queryRank, config, device);
            QueryUp = Projection("q_b_proj", queryRank, queries, false, device);
        }
        else
        {
            QueryUp = Projection("q_proj", _hiddenSize, queries, false, device);
        }

        KeyValueDown = Projection("kv_a_proj_with_mqa", _hiddenSize, rank + _latent.RotaryHeadSize, bias, device);
        KeyValueNorm = Norm("kv_a_layernorm", rank, config, device);
        KeyValueUp = Projection("kv_b_proj", rank, _heads * (_latent.ContentHeadSize + _latent.ValueHeadSize), false, device);
        Output = Projection("o_proj", _heads * _latent.ValueHeadSize, _hiddenSize, config.AttentionOutputBias, device);
    }

    /// <summary>W^DQ, compresses the query: [query rank, hidden]; null without query compression.</summary>
    public Linear? QueryDown { get; }

    /// <summary>Norm of the compressed query; null without query compression.</summary>
    public RmsNorm? QueryNorm { get; }

    /// <summary>W^UQ and W^QR, head by head: [head * (content + rotary), query rank or hidden].</summary>
    public Linear QueryUp { get; }

    /// <summary>W^DKV and W^KR: [latent + rotary, hidden].</summary>
    public Linear KeyValueDown { get; }

    /// <summary>Norm of the latent.</summary>
    public RmsNorm KeyValueNorm { get; }

    /// <summary>W^UK and W^UV, head by head: [head * (content + value), latent].</summary>
    public Linear KeyValueUp { get; }

    /// <summary>W^O: [hidden, head * value].</summary>
    public Linear Output { get; }

    /// <summary>An empty cache of the kind a form fills; its kind decides the form of the calls it is used in.</summary>
    /// <param name="form">The form.</param>
    public static LayerCache NewCache(LatentForm form = LatentForm.Absorbed)
        => form == LatentForm.Absorbed ? new LatentCache() : new KeyValueCache();

    /// <summary>Causal attention without positions or cache.</summary>
    /// <param name="input">[batch, position, hidden].</param>
    /// <returns>[batch, position, hidden].</returns>
    public override Tensor forward(Tensor input) => forward(input, new AttentionContext());

    /// <summary>Attention.</summary>
    /// <param name="input">[batch, position, hidden].</param>
    /// <param name="context">Positions, mask, cache, form, probe. The probe sees <c>weights</c> [batch, head, query, key] and <c>heads</c> [batch, query, head, value size].</param>
    /// <returns>[batch, position, hidden].</returns>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public Tensor forward(Tensor input, AttentionContext context)
    {
        Shape.Require(input, "The attention input", Shape.Any, Shape.Any, _hiddenSize);
        using var scope = NewDisposeScope();
        var (content, rotary) = Queries(input, context.Angles);
        var (latent, sharedKey) = Latents(input, context.Angles);
        bool absorbed = context.Cache is null ? context.Form == LatentForm.Absorbed : context.Cache is LatentCache;
        Tensor mixed = absorbed
            ? Absorbed(content, rotary, latent, sharedKey, context)
            : Naive(content, rotary, latent, sharedKey, context);                                  // [batch, query, head, value size]
        return Output.Product(context.Probe.Show("heads", mixed).flatten(2)).MoveToOuterDisposeScope();
    }

    /// <summary>Equations 6-9: the content part and the rotated part of every query, each [batch, query, head, size].</summary>
    private (Tensor Content, Tensor Rotary) Queries(Tensor input, RotaryAngles? angles)
    {
        Tensor compressed = QueryDown is null ? input : QueryNorm!.forward(QueryDown.Product(input));
        Tensor queries = QueryUp.Product(compressed).view(input.shape[0], input.shape[1], _heads, _latent.QueryHeadSize);
        Tensor[] parts = queries.split([_latent.ContentHeadSize, _latent.RotaryHeadSize], -1);
        return (parts[0], Rotated(parts[1], angles));
    }

    /// <summary>Equations 1 and 3: the normalised latent [batch, query, latent] and the shared rotated key [batch, query, rotary].</summary>
    private (Tensor Latent, Tensor SharedKey) Latents(Tensor input, RotaryAngles? angles)
    {
        Tensor[] parts = KeyValueDown.Product(input).split([_latent.KeyValueRank, _latent.RotaryHeadSize], -1);
        return (KeyValueNorm.forward(parts[0]), Rotated(parts[1].unsqueeze(2), angles).squeeze(2));
    }

    /// <summary>Equations 2, 4, 5, 10: rebuild keys and values of every head, then attend as usual. Remembers keys and values.</summary>
    private Tensor Naive(Tensor content, Tensor rotary, Tensor latent, Tensor sharedKey, AttentionContext context)
    {
        long batch = latent.shape[0], length = latent.shape[1];
        Tensor query = cat([content, rotary], -1).transpose(1, 2);                                 // [batch, head, query, content + rotary]
        Tensor[] rebuilt = KeyValueUp.Product(latent)
            .view(batch, length, _heads, _latent.ContentHeadSize + _latent.ValueHeadSize)
            .split([_latent.ContentHeadSize, _latent.ValueHeadSize], -1);                          // 2 x [batch, key, head, size]
        Tensor everyHead = sharedKey.unsqueeze(2).expand(batch, length, _heads, _latent.RotaryHeadSize);
        Tensor key = cat([rebuilt[0], everyHead], -1).transpose(1, 2);                             // [batch, head, key, content + rotary]
        Tensor value = rebuilt[1].transpose(1, 2);                                                 // [batch, head, key, value]
        if (context.Cache is KeyValueCache cache)
            (key, value) = cache.Append(key, value);
        return ScaledDotProduct.Attend(query, key, value, context.Mask, _scale, context.Probe).transpose(1, 2);
    }

    /// <summary>
    /// The same product bracketed the other way. q . (W^UK c) = (W^UK^T q) . c, so the query moves into the latent's space; and the values' mix is taken
    /// of latents first, rebuilt after. All heads then share one key and one value, as in multi-query attention. Remembers the latent.
    /// </summary>
    private Tensor Absorbed(Tensor content, Tensor rotary, Tensor latent, Tensor sharedKey, AttentionContext context)
    {
        long batch = content.shape[0], queries = content.shape[1], rank = _latent.KeyValueRank;
        Tensor[] up = KeyValueUp.weight!.view(_heads, _latent.ContentHeadSize + _latent.ValueHeadSize, rank)
            .split([_latent.ContentHeadSize, _latent.ValueHeadSize], 1);                           // W^UK [head, content, latent], W^UV [head, value, latent]
        Tensor inLatentSpace = einsum("bqhd,hdc->bhqc", content, up[0]);
        Tensor query = cat([inLatentSpace, rotary.transpose(1, 2)], -1);                           // [batch, head, query, latent + rotary]
        Tensor key = cat([latent, sharedKey], -1);                                                 // [batch, key, latent + rotary]
        if (context.Cache is LatentCache cache)
            key = cache.Append(key);
        Tensor scores = bmm(query.flatten(1, 2), key.transpose(1, 2)) * _scale;                    // [batch, head * query, key]
        scores = scores.view(batch, _heads, queries, key.shape[1]);
        if (queries > 1 || context.Mask is not null)
            scores = scores.masked_fill(NotAllowed(context.Mask, queries, key), double.NegativeInfinity);
        Tensor weights = context.Probe.Show("weights", scores.softmax(-1));                        // [batch, head, query, key]
        Tensor mixed = bmm(weights.flatten(1, 2), key.narrow(2, 0, rank)).view(batch, _heads, queries, rank);
        return einsum("bhqc,hdc->bqhd", mixed, up[1]);                                             // [batch, query, head, value]
    }

    private static Tensor NotAllowed(Tensor? mask, long queries, Tensor key)
    {
        if (mask is not null)
            AttentionMask.Require(mask, queries, key.shape[1]);
        return (mask ?? AttentionMask.Causal(queries, key.shape[1], key.device)).bitwise_not();
    }

    private static Tensor Rotated(Tensor input, RotaryAngles? angles) => angles is null ? input : Rotation.Apply(input, angles);

    private Linear Projection(string name, long from, long to, bool bias, Device? device)
    {
        Linear projection = nn.Linear(from, to, bias, device);
        register_module(name, projection);
        return projection;
    }

    private RmsNorm Norm(string name, long size, ModelConfig config, Device? device)
    {
        var norm = new RmsNorm(size, config.NormEpsilon, device);
        register_module(name, norm);
        return norm;
    }
}
