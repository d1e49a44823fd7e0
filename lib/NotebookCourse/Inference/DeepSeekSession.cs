using System.Numerics.Tensors;
using NotebookCourse.Accounting;
using NotebookCourse.Layers;
using static NotebookCourse.Inference.VectorMath;

namespace NotebookCourse.Inference;

/// <summary>
/// DeepSeek-V3's whole forward pass, top to bottom: embedding, blocks of latent attention and experts, norm, output head.
/// DeepSeek-V3 report (arXiv 2412.19437), section 2; shapes stand behind the lines, T is the number of tokens read at once.
/// </summary>
internal sealed class DeepSeekSession : InferenceSession
{
    private readonly ModelConfig _config;
    private readonly DeepSeekWeights _weights;
    private readonly LinearAlgebra _algebra;
    private readonly RotaryTable _rotary;
    private readonly LatentAttention _attention;
    private readonly ExpertMixture _experts;
    private readonly PredictionModule? _prediction;
    private readonly float _epsilon;
    private readonly float[] _x, _normed, _added, _final;

    public DeepSeekSession(InferenceModel model, ModelConfig config, DeepSeekWeights weights, int capacity, Workers? workers, bool drafts)
        : base(model, capacity)
    {
        (_config, _weights, _epsilon) = (config, weights, (float)config.NormEpsilon);
        int hidden = config.HiddenSize, tokens = Math.Min(MaxTokensAtOnce, capacity);
        _algebra = new LinearAlgebra(workers, Kernels.Best, Widest(config));
        _rotary = new RotaryTable(config.Latent!.RotaryHeadSize, config.Rotary.Theta, config.UsesYarn ? config.Rotary.Yarn : null, Yarn.RotationScale(config), tokens);
        _attention = new LatentAttention(config, config.LayerCount + (drafts ? config.PredictionLayerCount : 0), capacity, tokens, workers, _algebra, _rotary);
        _experts = new ExpertMixture(config, tokens, _algebra);
        if (drafts && weights.Prediction is { } prediction)
            _prediction = new PredictionModule(prediction, hidden, capacity, tokens);
        (_x, _normed, _added, _final) = (new float[tokens * hidden], new float[tokens * hidden], new float[tokens * hidden], new float[tokens * hidden]);
    }

    /// <summary>Which form attention takes; decided by cost where not set. For comparisons.</summary>
    public AttentionForm? Form
    {
        set => _attention.Form = value;
    }

    /// <inheritdoc cref="LatentAttention.Cheaper"/>
    public AttentionForm Cheaper(int tokens, int length) => _attention.Cheaper(tokens, length);

    private protected override void Forward(ReadOnlySpan<int> tokens, int start, Span<float> logits, CancellationToken cancellation)
    {
        int hidden = _config.HiddenSize;
        _rotary.MoveTo(start, tokens.Length);
        Probe?.Invoke(-1, "rope.cos", _rotary.Cosine[..(tokens.Length * _rotary.Pairs)]);
        Probe?.Invoke(-1, "rope.sin", _rotary.Sine[..(tokens.Length * _rotary.Pairs)]);

        Span<float> x = _x.AsSpan(0, tokens.Length * hidden);                       // [T, hidden]
        for (int i = 0; i < tokens.Length; i++)
            _algebra.Decode(_weights.Embedding, tokens[i], x.Slice(i * hidden, hidden));
        for (int layer = 0; layer < _weights.Blocks.Count; layer++)
        {
            cancellation.ThrowIfCancellationRequested();
            Block(layer, _weights.Blocks[layer], x, start, tokens.Length);
        }

        Span<float> final = _final.AsSpan(0, x.Length);
        Norm(x, _weights.FinalNorm, final);
        _prediction?.Remember(final, start);
        Probe?.Invoke(-1, "final_norm.output", final);
        int wanted = logits.Length / VocabularySize;                                // of the last positions
        _algebra.Multiply(_weights.Head, final[((tokens.Length - wanted) * hidden)..], logits, wanted);
        Probe?.Invoke(-1, "logits", logits);
    }

    /// <inheritdoc/>
    public override bool Drafts => _prediction is not null;

    /// <summary>
    /// Multi-token prediction (report, equations 21 to 23): position i knows the final vector of token i and what token i + 1 is,
    /// and says which comes after that. Positions that were read since the last guess are caught up with first.
    /// </summary>
    private protected override void Draft(ReadOnlySpan<int> read, int next, Span<float> logits)
    {
        PredictionModule module = _prediction!;
        int hidden = _config.HiddenSize;
        while (module.Caught < read.Length)
        {
            int start = module.Caught, tokens = Math.Min(module.TokensAtOnce, read.Length - start);
            Span<float> x = _x.AsSpan(0, tokens * hidden);
            for (int i = 0; i < tokens; i++)
            {
                int ahead = start + i + 1 < read.Length ? read[start + i + 1] : next;
                Span<float> joined = module.Joined(i), embedded = joined[..hidden];    // [norm(embedding); norm(final)]
                _algebra.Decode(_weights.Embedding, ahead, embedded);
                Norm(embedded, module.Weights.EmbeddingNorm, embedded);
                Norm(module.Final(start + i), module.Weights.HiddenNorm, joined[hidden..]);
            }

            _algebra.Multiply(module.Weights.Projection, module.AllJoined, x, tokens);
            _rotary.MoveTo(start, tokens);
            Block(_config.LayerCount, module.Weights.Block, x, start, tokens);
            module.Caught += tokens;
            if (module.Caught == read.Length)
            {
                Span<float> final = _normed.AsSpan(0, hidden);
                Norm(x[((tokens - 1) * hidden)..], module.Weights.OutputNorm, final);
                _algebra.Multiply(_weights.Head, final, logits);
            }
        }
    }

    private protected override void Forget(int length)
    {
        if (_prediction is not null)
            _prediction.Caught = Math.Min(_prediction.Caught, Math.Max(0, length - 1)); // position i knew token i + 1
    }

    /// <summary>x = x + attention(norm(x)); x = x + experts(norm(x)).</summary>
    private void Block(int layer, DeepSeekBlock block, Span<float> x, int start, int tokens)
    {
        Span<float> normed = _normed.AsSpan(0, x.Length), added = _added.AsSpan(0, x.Length);
        Norm(x, block.AttentionNorm, normed);
        _attention.Forward(layer, block.Attention, normed, added, start, tokens);
        Probe?.Invoke(layer, "self_attn.output", added);
        TensorPrimitives.Add(x, added, x);

        Norm(x, block.FeedForwardNorm, normed);
        if (block.Dense is { } dense)
            _experts.SwiGlu(dense, normed, added, tokens);
        else
            _experts.Forward(layer, block.Experts!, normed, added, tokens, Probe);
        Probe?.Invoke(layer, "mlp.output", added);
        TensorPrimitives.Add(x, added, x);
        Probe?.Invoke(layer, "output", x);
    }

    private void Norm(ReadOnlySpan<float> x, float[] weight, Span<float> y)
    {
        for (int at = 0; at < x.Length; at += weight.Length)
            RmsNorm(x.Slice(at, weight.Length), weight, _epsilon, y.Slice(at, weight.Length));
    }

    private protected override void Free()
    {
        _attention.Dispose();
        _prediction?.Dispose();
    }

    private static int Widest(ModelConfig config)
    {
        LatentAttentionConfig latent = config.Latent!;
        int[] widths =
        [
            2 * config.HiddenSize, config.IntermediateSize, latent.QueryRank ?? 0, latent.KeyValueRank, config.HeadCount * latent.ValueHeadSize,
            (config.Experts?.IntermediateSize ?? 0) * Math.Max(1, config.Experts?.SharedCount ?? 0),
        ];
        return widths.Max();
    }
}
