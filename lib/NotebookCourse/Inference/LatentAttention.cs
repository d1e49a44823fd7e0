using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using NotebookCourse.Accounting;
using NotebookCourse.Layers;
using static NotebookCourse.Inference.VectorMath;

namespace NotebookCourse.Inference;

/// <summary>The two forms of latent attention; they compute the same.</summary>
internal enum AttentionForm
{
    /// <summary>Queries are brought into the latent space and meet the cache as it is: best for few queries.</summary>
    Absorbed,

    /// <summary>Keys and values are rebuilt from the cache for each head: best for many queries.</summary>
    Expanded,
}

/// <summary>
/// Multi-head latent attention (DeepSeek-V3 report, equations 1 to 11). The cache holds, for each layer and token, one latent
/// vector and one rotated key that all heads share, and nothing else.
/// </summary>
internal sealed unsafe class LatentAttention : IShared, IDisposable
{
    private readonly LatentAttentionConfig _latent;
    private readonly LinearAlgebra _algebra;
    private readonly Workers? _workers;
    private readonly RotaryTable _rotary;
    private readonly int _heads, _capacity, _entry;
    private readonly float _scale, _epsilon;
    private readonly float*[] _caches;
    private readonly float[] _compressed, _queries, _keyValues, _inLatentSpace, _mixed;
    private readonly HeadWork[] _work;
    private LatentUp _up = null!;
    private float* _cache;
    private int _start, _tokens;
    private AttentionForm _form;

    public LatentAttention(ModelConfig config, int layers, int capacity, int tokens, Workers? workers, LinearAlgebra algebra, RotaryTable rotary)
    {
        (_latent, _algebra, _workers, _rotary, _capacity) = (config.Latent!, algebra, workers, rotary, capacity);
        (_heads, _scale, _epsilon) = (config.HeadCount, (float)Yarn.AttentionScale(config), (float)config.NormEpsilon);
        _entry = _latent.KeyValueRank + _latent.RotaryHeadSize;
        _compressed = new float[tokens * (_latent.QueryRank ?? 0)];
        _queries = new float[tokens * _heads * _latent.QueryHeadSize];
        _keyValues = new float[tokens * _entry];
        _inLatentSpace = new float[tokens * _heads * _entry];
        _mixed = new float[tokens * _heads * _latent.ValueHeadSize];
        _work = [.. Enumerable.Range(0, workers?.Threads ?? 1).Select(_ => new HeadWork(_latent, capacity, tokens))];
        _caches = new float*[layers];
        for (int layer = 0; layer < layers; layer++)
            _caches[layer] = (float*)NativeMemory.AllocZeroed((nuint)capacity * (nuint)_entry, sizeof(float)); // touched only as it fills
    }

    /// <summary>The form to take; null to choose the cheaper one.</summary>
    public AttentionForm? Form { get; set; }

    /// <summary>y = attention(x) over everything read so far.</summary>
    /// <param name="layer">Whose cache.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="x">[tokens, hidden], normalised.</param>
    /// <param name="y">[tokens, hidden].</param>
    /// <param name="start">Position of the first token.</param>
    /// <param name="tokens">Tokens.</param>
    public void Forward(int layer, LatentAttentionWeights weights, ReadOnlySpan<float> x, Span<float> y, int start, int tokens)
    {
        _cache = _caches[layer];
        (_up, _start, _tokens) = (weights.Up, start, tokens);
        _form = Form ?? Cheaper(tokens, start + tokens);
        Queries(weights, x);
        Remember(weights, x);
        long work = (long)tokens * _heads * (start + tokens) * _entry;
        if (_workers is { Threads: > 1 } && work >= LinearAlgebra.WorthSharing)
            _workers.Run(this);
        else
            Do(0, 1);
        _algebra.Multiply(weights.Output, _mixed, y, tokens);
        AddBias(y, weights.OutputBias);
    }

    /// <summary>Some of the heads.</summary>
    public void Do(int part, int parts)
    {
        int first = _heads * part / parts, end = _heads * (part + 1) / parts;
        for (int head = first; head < end; head++)
        {
            if (_form == AttentionForm.Absorbed)
                Absorbed(head, _work[part]);
            else
                Expanded(head, _work[part]);
        }
    }

    /// <summary>Frees the caches.</summary>
    public void Dispose()
    {
        for (int layer = 0; layer < _caches.Length; layer++)
        {
            NativeMemory.Free(_caches[layer]);
            _caches[layer] = null;
        }
    }

    /// <summary>
    /// The cheaper form for T queries over L keys, in multiplications of one vector with one matrix. A query and a key cost the absorbed
    /// form two ranks, the expanded one two head sizes; but that has to rebuild each key and value first, with products of many vectors,
    /// in which a multiplication costs less.
    /// </summary>
    /// <param name="tokens">T, those read at once.</param>
    /// <param name="length">L, with those.</param>
    /// <remarks>The three figures are measured: <c>benchmarks/inference</c>, part <c>crossing</c>.</remarks>
    public AttentionForm Cheaper(int tokens, int length)
    {
        const double InPanel = 0.22, PassOverPair = 132, DecodeWeight = 1.5;
        double rank = _latent.KeyValueRank, content = _latent.ContentHeadSize, value = _latent.ValueHeadSize, rotary = _latent.RotaryHeadSize;
        double pairs = tokens * (length - ((tokens - 1) / 2.0)), weights = rank * (content + value);
        double absorbed = (pairs * ((2 * rank) + rotary)) + (tokens * weights);
        double expanded = (pairs * ((InPanel * content) + rotary + value + PassOverPair)) + (weights * ((InPanel * length) + DecodeWeight));
        return expanded < absorbed ? AttentionForm.Expanded : AttentionForm.Absorbed;
    }

    /// <summary>q = W^UQ norm(W^DQ x), or W^Q x; the last part of each head is rotated.</summary>
    private void Queries(LatentAttentionWeights weights, ReadOnlySpan<float> x)
    {
        ReadOnlySpan<float> input = x;
        if (!weights.QueryDown.IsEmpty)
        {
            int rank = weights.QueryDown.Rows;
            Span<float> compressed = _compressed.AsSpan(0, _tokens * rank);                // [T, query rank]
            _algebra.Multiply(weights.QueryDown, x, compressed, _tokens);
            AddBias(compressed, weights.QueryDownBias);
            for (int token = 0; token < _tokens; token++)
                RmsNorm(compressed.Slice(token * rank, rank), weights.QueryNorm, _epsilon, compressed.Slice(token * rank, rank));
            input = compressed;
        }

        int size = _latent.QueryHeadSize;
        _algebra.Multiply(weights.QueryUp, input, _queries, _tokens);                      // [T, head, content + rotary]
        for (int at = 0; at < _tokens * _heads; at++)
            _rotary.TurnNeighbours(_queries.AsSpan((at * size) + _latent.ContentHeadSize, _latent.RotaryHeadSize), at / _heads);
    }

    /// <summary>c^KV = norm(W^DKV x) and k^R = RoPE(W^KR x) go into the cache.</summary>
    private void Remember(LatentAttentionWeights weights, ReadOnlySpan<float> x)
    {
        int rank = _latent.KeyValueRank;
        Span<float> all = _keyValues.AsSpan(0, _tokens * _entry);                          // [T, rank + rotary]
        _algebra.Multiply(weights.KeyValueDown, x, all, _tokens);
        AddBias(all, weights.KeyValueDownBias);
        for (int token = 0; token < _tokens; token++)
        {
            Span<float> fresh = all.Slice(token * _entry, _entry), kept = new(_cache + ((long)(_start + token) * _entry), _entry);
            RmsNorm(fresh[..rank], weights.KeyValueNorm, _epsilon, kept[..rank]);
            fresh[rank..].CopyTo(kept[rank..]);
            _rotary.TurnNeighbours(kept[rank..], token);
        }
    }

    /// <summary>
    /// qᵀ(W^UK c) = (W^UKᵀ q)ᵀc: the query meets latents directly. And sum p W^UV c = W^UV (sum p c): one value is rebuilt, not one a key.
    /// </summary>
    private void Absorbed(int head, HeadWork work)
    {
        int rank = _latent.KeyValueRank, rotary = _latent.RotaryHeadSize, content = _latent.ContentHeadSize;
        for (int token = 0; token < _tokens; token++)
        {
            int keys = _start + token + 1, at = (token * _heads) + head;
            ReadOnlySpan<float> query = _queries.AsSpan(at * _latent.QueryHeadSize, _latent.QueryHeadSize);
            Span<float> inLatentSpace = _inLatentSpace.AsSpan(at * _entry, _entry);        // [rank + rotary]
            inLatentSpace[..rank].Clear();
            if (_up.KeysByRank)
                work.Rows(_up.Keys[head], query, inLatentSpace);
            else
                work.Columns(_up.Keys[head], query, inLatentSpace);
            query.Slice(content, rotary).CopyTo(inLatentSpace[rank..]);

            Span<float> scores = work.Scores.AsSpan(0, keys);
            work.Rows(Matrix.Of(_cache, keys, _entry, _entry), inLatentSpace, scores);
            TensorPrimitives.Multiply(scores, _scale, scores);
            Softmax(scores);
            Span<float> mixed = work.Mixed;                                                // [rank]
            mixed.Clear();
            work.Columns(Matrix.Of(_cache, keys, rank, _entry), scores, mixed);
            work.Rows(_up.Values[head], mixed, _mixed.AsSpan(at * _latent.ValueHeadSize, _latent.ValueHeadSize));
        }
    }

    /// <summary>k = [W^UK c; k^R], v = W^UV c, and attention as everywhere.</summary>
    private void Expanded(int head, HeadWork work)
    {
        int rank = _latent.KeyValueRank, content = _latent.ContentHeadSize, value = _latent.ValueHeadSize, size = _latent.QueryHeadSize;
        int keys = _start + _tokens;
        work.Rebuild(_up, head, _cache, _entry, keys);
        fixed (float* queries = _queries, rebuiltKeys = work.Keys, rebuiltValues = work.Values, all = work.AllScores)
        {
            work.Many(rebuiltKeys, keys, content, content, queries + (head * size), (long)_heads * size, _tokens, all, keys);
            for (int token = 0; token < _tokens; token++)
            {
                int seen = _start + token + 1, at = (token * _heads) + head;
                Span<float> scores = new(all + ((long)token * keys), seen), byPosition = work.Scores.AsSpan(0, seen);
                work.Rows(Matrix.Of(_cache + rank, seen, _latent.RotaryHeadSize, _entry), _queries.AsSpan((at * size) + content), byPosition);
                TensorPrimitives.Add(scores, byPosition, scores);
                TensorPrimitives.Multiply(scores, _scale, scores);
                Softmax(scores);
                Span<float> mixed = _mixed.AsSpan(at * value, value);
                mixed.Clear();
                work.Columns(Matrix.Of(rebuiltValues, seen, value, value), scores, mixed);
            }
        }
    }

    private static void AddBias(Span<float> x, float[]? bias)
    {
        for (int at = 0; bias is not null && at < x.Length; at += bias.Length)
            TensorPrimitives.Add(x.Slice(at, bias.Length), bias, x.Slice(at, bias.Length));
    }
}
