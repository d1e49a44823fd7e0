using System.Numerics.Tensors;
using NotebookCourse.Accounting;
using static NotebookCourse.Inference.VectorMath;

namespace NotebookCourse.Inference;

/// <summary>
/// The feed-forward part of a block (DeepSeek-V3 report, equations 12 to 16): each token visits the shared experts and a few of
/// the routed ones. Tokens that visit the same expert visit it together, so an expert's weights are read once.
/// </summary>
internal sealed class ExpertMixture
{
    private readonly ExpertsConfig? _config;
    private readonly LinearAlgebra _algebra;
    private readonly int _hidden;
    private readonly float[] _affinities, _scores, _groups, _gates, _inner, _up, _spare, _gathered, _results;
    private readonly int[] _chosen, _visitors;

    public ExpertMixture(ModelConfig config, int tokens, LinearAlgebra algebra)
    {
        (_config, _algebra, _hidden) = (config.Experts, algebra, config.HiddenSize);
        int widest = Math.Max(config.IntermediateSize, (_config?.IntermediateSize ?? 0) * Math.Max(1, _config?.SharedCount ?? 0));
        int routed = _config?.RoutedCount ?? 0, perToken = _config?.ExpertsPerToken ?? 0;
        (_inner, _up, _spare) = (new float[tokens * widest], new float[tokens * widest], new float[tokens * widest]);
        (_affinities, _scores, _groups) = (new float[tokens * routed], new float[routed], new float[_config?.GroupCount ?? 0]);
        (_gates, _chosen, _visitors) = (new float[tokens * perToken], new int[tokens * perToken], new int[tokens]);
        (_gathered, _results) = (new float[tokens * _hidden], new float[tokens * _hidden]);
    }

    /// <summary>y = down(SiLU(gate(x)) * up(x)).</summary>
    /// <param name="weights">The three matrices.</param>
    /// <param name="x">[tokens, hidden].</param>
    /// <param name="y">[tokens, hidden].</param>
    /// <param name="tokens">Tokens.</param>
    public void SwiGlu(SwiGluWeights weights, ReadOnlySpan<float> x, Span<float> y, int tokens)
    {
        int length = tokens * weights.Gate.Rows;
        Span<float> inner = _inner.AsSpan(0, length), up = _up.AsSpan(0, length);   // [tokens, inner]
        _algebra.Multiply(weights.Gate, x, inner, tokens);
        _algebra.Multiply(weights.Up, x, up, tokens);
        VectorMath.SwiGlu(inner, up, _spare.AsSpan(0, length));
        _algebra.Multiply(weights.Down, inner, y, tokens);
    }

    /// <summary>y = shared(x) + sum over the chosen experts of gate * expert(x).</summary>
    public void Forward(int layer, ExpertsWeights weights, ReadOnlySpan<float> x, Span<float> y, int tokens, InferenceProbe? probe)
    {
        ExpertsConfig config = _config!;
        int perToken = config.ExpertsPerToken;
        Span<float> affinities = _affinities.AsSpan(0, tokens * config.RoutedCount), gates = _gates.AsSpan(0, tokens * perToken);
        Span<int> chosen = _chosen.AsSpan(0, tokens * perToken);
        _algebra.Multiply(weights.Router, x, affinities, tokens);                   // [tokens, expert]
        for (int token = 0; token < tokens; token++)
        {
            Choose(config, weights.CorrectionBias, affinities.Slice(token * config.RoutedCount, config.RoutedCount),
                chosen.Slice(token * perToken, perToken), gates.Slice(token * perToken, perToken));
        }

        Show(layer, chosen, gates, probe);
        if (weights.Shared is { } shared)
            SwiGlu(shared, x, y, tokens);
        else
            y.Clear();
        for (int expert = 0; expert < weights.Routed.Length; expert++)
            Visit(weights.Routed[expert], expert, chosen, gates, x, y, tokens);
    }

    /// <summary>All tokens that chose this expert, side by side through it and back to their places.</summary>
    private void Visit(SwiGluWeights expert, int number, ReadOnlySpan<int> chosen, ReadOnlySpan<float> gates, ReadOnlySpan<float> x, Span<float> y, int tokens)
    {
        int visits = 0, perToken = chosen.Length / tokens;
        for (int at = 0; at < chosen.Length; at++)
        {
            if (chosen[at] != number)
                continue;
            x.Slice(at / perToken * _hidden, _hidden).CopyTo(_gathered.AsSpan(visits * _hidden));
            _visitors[visits++] = at;
        }

        if (visits == 0)
            return;
        SwiGlu(expert, _gathered, _results, visits);
        for (int visit = 0; visit < visits; visit++)
        {
            Span<float> place = y.Slice(_visitors[visit] / perToken * _hidden, _hidden);
            TensorPrimitives.MultiplyAdd(_results.AsSpan(visit * _hidden, _hidden), gates[_visitors[visit]], place, place);
        }
    }

    /// <summary>Which experts a token visits, and how much each counts.</summary>
    /// <param name="config">The variant.</param>
    /// <param name="bias">Takes part in choosing only; null in variants without.</param>
    /// <param name="affinities">The router's outputs; become affinities. [expert].</param>
    /// <param name="chosen">The chosen experts.</param>
    /// <param name="gates">What each one's output is multiplied by.</param>
    private void Choose(ExpertsConfig config, float[]? bias, Span<float> affinities, Span<int> chosen, Span<float> gates)
    {
        if (config.Scoring == RouterScoring.Sigmoid)
            TensorPrimitives.Sigmoid<float>(affinities, affinities);
        else
            Softmax(affinities);
        Span<float> scores = _scores;
        affinities.CopyTo(scores);
        if (bias is not null)
            TensorPrimitives.Add(scores, bias, scores);
        if (config.LimitsGroups)
            KeepBestGroups(config, scores);
        for (int i = 0; i < chosen.Length; i++)
        {
            chosen[i] = TensorPrimitives.IndexOfMax<float>(scores);
            scores[chosen[i]] = float.NegativeInfinity;
            gates[i] = affinities[chosen[i]];
        }

        if (config.Renormalise)
            TensorPrimitives.Divide(gates, TensorPrimitives.Sum<float>(gates), gates);
        TensorPrimitives.Multiply(gates, (float)config.Scale, gates);
    }

    /// <summary>Experts outside the best groups drop out. A group counts its best expert (V2), or the sum of its best two (V3).</summary>
    private void KeepBestGroups(ExpertsConfig config, Span<float> scores)
    {
        int size = config.RoutedCount / config.GroupCount;
        for (int group = 0; group < config.GroupCount; group++)
        {
            Span<float> members = scores.Slice(group * size, size);
            int best = TensorPrimitives.IndexOfMax<float>(members);
            _groups[group] = members[best];
            if (config.HasCorrectionBias && size > 1)
                _groups[group] += Math.Max(Max(members[..best]), Max(members[(best + 1)..]));
        }

        for (int dropped = 0; dropped < config.GroupCount - config.GroupsKept; dropped++)
        {
            int worst = LastOfLeast(_groups);
            _groups[worst] = float.PositiveInfinity;
            scores.Slice(worst * size, size).Fill(float.NegativeInfinity);
        }
    }

    private static float Max(ReadOnlySpan<float> values) => values.IsEmpty ? float.NegativeInfinity : TensorPrimitives.Max(values);

    private static int LastOfLeast(ReadOnlySpan<float> values)
    {
        int least = 0;
        for (int i = 1; i < values.Length; i++)
            least = values[i] <= values[least] ? i : least;
        return least;
    }

    private static void Show(int layer, ReadOnlySpan<int> chosen, ReadOnlySpan<float> gates, InferenceProbe? probe)
    {
        if (probe is null)
            return;
        float[] indices = new float[chosen.Length];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = chosen[i];
        probe(layer, "router.indices", indices);
        probe(layer, "router.weights", gates);
    }
}
