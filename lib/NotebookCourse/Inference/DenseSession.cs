using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using static NotebookCourse.Inference.VectorMath;

namespace NotebookCourse.Inference;

/// <summary>The whole forward pass of a dense model: embedding, blocks of grouped-query attention and a feed-forward part, norm, output head.</summary>
internal sealed unsafe class DenseSession : InferenceSession, IShared
{
    private readonly DenseConfig _config;
    private readonly DenseWeights _weights;
    private readonly LinearAlgebra _algebra;
    private readonly Workers? _workers;
    private readonly RotaryTable? _rotary;
    private readonly HeadWorkspace[] _work;
    private readonly float*[] _keys, _values;
    private readonly float[] _x, _normed, _added, _queries, _mixed, _inner, _up, _spare;
    private float* _layerKeys, _layerValues;
    private int _start, _tokens;

    public DenseSession(InferenceModel model, DenseConfig config, DenseWeights weights, int capacity, Workers? workers)
        : base(model, capacity)
    {
        (_config, _weights, _workers) = (config, weights, workers);
        int hidden = config.HiddenSize, tokens = Math.Min(MaxTokensAtOnce, capacity), queries = config.HeadCount * config.HeadSize;
        _algebra = new LinearAlgebra(workers, Kernels.Best, Math.Max(Math.Max(hidden, config.IntermediateSize), queries));
        _rotary = config.Rotary ? new RotaryTable(config.HeadSize, config.RotaryTheta, null, 1, tokens) : null;
        _work = [.. Enumerable.Range(0, workers?.Threads ?? 1).Select(_ => new HeadWorkspace(capacity))];
        (_x, _normed, _added) = (new float[tokens * hidden], new float[tokens * hidden], new float[tokens * hidden]);
        (_queries, _mixed) = (new float[tokens * queries], new float[tokens * queries]);
        int inner = tokens * config.IntermediateSize;
        (_inner, _up, _spare) = (new float[inner], new float[inner], new float[inner]);
        (_keys, _values) = (new float*[config.LayerCount], new float*[config.LayerCount]);
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            nuint entries = (nuint)capacity * (nuint)(config.KeyValueHeadCount * config.HeadSize);
            _keys[layer] = (float*)NativeMemory.AllocZeroed(entries, sizeof(float)); // touched only as it fills
            _values[layer] = (float*)NativeMemory.AllocZeroed(entries, sizeof(float));
        }
    }

    private int CacheWidth => _config.KeyValueHeadCount * _config.HeadSize;

    private protected override void Forward(ReadOnlySpan<int> tokens, int start, Span<float> logits, CancellationToken cancellation)
    {
        int hidden = _config.HiddenSize;
        (_start, _tokens) = (start, tokens.Length);
        _rotary?.MoveTo(start, tokens.Length);
        Span<float> x = _x.AsSpan(0, tokens.Length * hidden), normed = _normed.AsSpan(0, x.Length); // [T, hidden]
        for (int i = 0; i < tokens.Length; i++)
        {
            Span<float> vector = x.Slice(i * hidden, hidden), position = normed[..hidden];
            _algebra.Decode(_weights.Embedding, tokens[i], vector);
            if (_weights.Positions.IsEmpty)
                continue;
            _algebra.Decode(_weights.Positions, start + i, position);
            TensorPrimitives.Add(vector, position, vector);
        }

        for (int layer = 0; layer < _weights.Blocks.Count; layer++)
        {
            cancellation.ThrowIfCancellationRequested();
            Block(layer, _weights.Blocks[layer], x);
        }

        Norm(x, _weights.FinalNorm, normed);
        Probe?.Invoke(-1, "final_norm.output", normed);
        int wanted = logits.Length / VocabularySize;
        _algebra.Multiply(_weights.Head, normed[((tokens.Length - wanted) * hidden)..], logits, wanted);
        Probe?.Invoke(-1, "logits", logits);
    }

    /// <summary>x = x + attention(norm(x)); x = x + mlp(norm(x)).</summary>
    private void Block(int layer, DenseBlock block, Span<float> x)
    {
        Span<float> normed = _normed.AsSpan(0, x.Length), added = _added.AsSpan(0, x.Length);
        Norm(x, block.AttentionNorm, normed);
        Attention(layer, block, normed, added);
        Probe?.Invoke(layer, "self_attn.output", added);
        TensorPrimitives.Add(x, added, x);

        Norm(x, block.FeedForwardNorm, normed);
        FeedForward(block, normed, added);
        Probe?.Invoke(layer, "mlp.output", added);
        TensorPrimitives.Add(x, added, x);
        Probe?.Invoke(layer, "output", x);
    }

    private void Attention(int layer, DenseBlock block, ReadOnlySpan<float> x, Span<float> y)
    {
        _layerKeys = _keys[layer];
        _layerValues = _values[layer];
        Span<float> keys = new(_layerKeys + ((long)_start * CacheWidth), _tokens * CacheWidth), values = new(_layerValues + ((long)_start * CacheWidth), keys.Length);
        Apply(block.Query, x, _queries, _tokens);                                   // [T, head, size]
        Apply(block.Key, x, keys, _tokens);                                         // [T, group, size], straight into the cache
        Apply(block.Value, x, values, _tokens);
        if (_rotary is not null)
        {
            Turn(_queries.AsSpan(0, _tokens * _config.HeadCount * _config.HeadSize), _config.HeadCount);
            Turn(keys, _config.KeyValueHeadCount);
        }

        long work = (long)_tokens * _config.HeadCount * _config.HeadSize * 2 * (_start + _tokens);
        if (_workers is { Threads: > 1 } && work >= LinearAlgebra.WorthSharing)
            _workers.Run(this);
        else
            Do(0, 1);
        Apply(block.Output, _mixed, y, _tokens);
    }

    /// <summary>Softmax(q kᵀ / sqrt(size)) v for some of the heads.</summary>
    public void Do(int part, int parts)
    {
        int heads = _config.HeadCount, size = _config.HeadSize, perGroup = heads / _config.KeyValueHeadCount;
        float scale = 1 / MathF.Sqrt(size);
        for (int head = heads * part / parts; head < heads * (part + 1) / parts; head++)
        {
            long offset = (long)(head / perGroup) * size;
            for (int token = 0; token < _tokens; token++)
            {
                int seen = _start + token + 1, at = ((token * heads) + head) * size;
                Span<float> scores = _work[part].Scores.AsSpan(0, seen), mixed = _mixed.AsSpan(at, size);
                _work[part].Rows(Matrix.Of(_layerKeys + offset, seen, size, CacheWidth), _queries.AsSpan(at, size), scores);
                TensorPrimitives.Multiply(scores, scale, scores);
                Softmax(scores);
                mixed.Clear();
                _work[part].Columns(Matrix.Of(_layerValues + offset, seen, size, CacheWidth), scores, mixed);
            }
        }
    }

    private void FeedForward(DenseBlock block, ReadOnlySpan<float> x, Span<float> y)
    {
        int length = _tokens * _config.IntermediateSize;
        Span<float> up = _up.AsSpan(0, length), inner = _inner.AsSpan(0, length), spare = _spare.AsSpan(0, length);
        Apply(block.Up, x, up, _tokens);
        if (block.Gate is { } gate)
        {
            Apply(gate, x, inner, _tokens);
            SwiGlu(inner, up, spare);
        }
        else
        {
            Gelu.Apply(up, inner, _config.GeluByTanh);
        }

        Apply(block.Down, inner, y, _tokens);
    }

    private void Apply(Linear linear, ReadOnlySpan<float> x, Span<float> y, int tokens)
    {
        _algebra.Multiply(linear.Weight, x, y, tokens);
        for (int at = 0; linear.Bias is { } bias && at < tokens * bias.Length; at += bias.Length)
            TensorPrimitives.Add(y.Slice(at, bias.Length), bias, y.Slice(at, bias.Length));
    }

    private void Turn(Span<float> vectors, int heads)
    {
        for (int at = 0; at < _tokens * heads; at++)
        {
            Span<float> vector = vectors.Slice(at * _config.HeadSize, _config.HeadSize);
            if (_config.RotaryNeighbours)
                _rotary!.TurnNeighbours(vector, at / heads);
            else
                _rotary!.TurnHalves(vector, at / heads);
        }
    }

    private void Norm(ReadOnlySpan<float> x, NormWeights norm, Span<float> y)
    {
        int size = norm.Weight.Length;
        for (int at = 0; at < x.Length; at += size)
        {
            if (_config.RmsNorm)
                RmsNorm(x.Slice(at, size), norm.Weight, (float)_config.NormEpsilon, y.Slice(at, size));
            else
                LayerNorm(x.Slice(at, size), norm.Weight, norm.Bias, (float)_config.NormEpsilon, y.Slice(at, size));
        }
    }

    private protected override void Free()
    {
        for (int layer = 0; layer < _keys.Length; layer++)
        {
            NativeMemory.Free(_keys[layer]);
            NativeMemory.Free(_values[layer]);
            _keys[layer] = _values[layer] = null;
        }
    }
}
