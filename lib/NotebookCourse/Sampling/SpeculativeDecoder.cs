namespace NotebookCourse.Sampling;

/// <summary>
/// A small model proposes several tokens, the large one checks them all in one pass (Leviathan et al. 2023, arXiv
/// 2211.17192; Chen et al. 2023, arXiv 2302.01318). The acceptance rule makes the output's distribution exactly the
/// large model's: speed is all that a poor draft costs.
/// </summary>
/// <param name="target">The model whose distribution is wanted.</param>
/// <param name="draft">The model that proposes; the same vocabulary.</param>
/// <param name="steps">Applied to both models' logits.</param>
/// <param name="lookahead">Tokens proposed at a time (γ in the paper). Range: 1 or more.</param>
public sealed class SpeculativeDecoder(INextTokenModel target, INextTokenModel draft, LogitPipeline steps, int lookahead)
{
    private readonly INextTokenModel _draft = draft.VocabularySize == target.VocabularySize
        ? draft
        : throw new ArgumentException($"The draft knows {draft.VocabularySize} tokens and the target {target.VocabularySize}; both must have the same vocabulary.", nameof(draft));

    private readonly int _lookahead = lookahead >= 1
        ? lookahead
        : throw new ArgumentOutOfRangeException(nameof(lookahead), lookahead, "At least one token must be proposed at a time.");

    /// <summary>Passes of the target so far.</summary>
    public int TargetPasses { get; private set; }

    /// <summary>Tokens proposed by the draft and looked at by the target so far.</summary>
    public int Proposed { get; private set; }

    /// <summary>Of those, tokens accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>Exactly <paramref name="count"/> tokens after the prompt.</summary>
    /// <param name="prompt">At least one token; with <paramref name="count"/> and the lookahead at most the context of either model.</param>
    /// <param name="count">Range: 1 or more.</param>
    /// <param name="random">The source of chance.</param>
    public int[] Generate(int[] prompt, int count, Random random)
    {
        int needed = prompt.Length + count + _lookahead, context = Math.Min(target.ContextLength, _draft.ContextLength);
        if (needed > context)
            throw new ArgumentException($"{prompt.Length} prompt tokens, {count} to generate and {_lookahead} ahead make {needed}; these models read {context}.", nameof(count));
        List<int> tokens = [.. prompt];
        while (tokens.Count < prompt.Length + count)
            tokens.AddRange(Round([.. tokens], random));
        return [.. tokens.Skip(prompt.Length).Take(count)];
    }

    /// <summary>
    /// The acceptance rule for one proposed token: keep it with probability min(1, p/q), else draw from what the draft
    /// gave too little, max(0, p - q) normalised. Over the draft's chance and this one, token x comes out with p(x).
    /// </summary>
    /// <param name="p">The target's distribution, shape [vocabulary].</param>
    /// <param name="q">The draft's distribution, from which <paramref name="proposed"/> was drawn.</param>
    /// <param name="proposed">The draft's token.</param>
    /// <param name="random">The source of chance.</param>
    /// <returns>The token to use, and whether it is the proposed one by acceptance.</returns>
    public static (int Token, bool Accepted) Decide(ReadOnlySpan<double> p, ReadOnlySpan<double> q, int proposed, Random random)
    {
        if (random.NextDouble() * q[proposed] < p[proposed])
            return (proposed, true);
        double[] rest = new double[p.Length];
        double total = 0;
        for (int token = 0; token < rest.Length; token++)
            total += rest[token] = Math.Max(0, p[token] - q[token]);
        for (int token = 0; token < rest.Length; token++)
            rest[token] /= total;
        return (Probability.Distribution.SampleIndex(rest, random), false);
    }

    /// <summary>One pass of the target: the accepted proposals and one more token.</summary>
    private List<int> Round(int[] tokens, Random random)
    {
        List<int> all = [.. tokens];
        List<double[]> q = [];
        for (int i = 0; i < _lookahead; i++)
        {
            q.Add(Distribution(_draft.NextLogits([.. all]), all));
            all.Add(Probability.Distribution.SampleIndex(q[i], random));
        }

        float[][] rows = target.Logits([.. all], tokens.Length - 1); // one row more than proposals
        TargetPasses++;
        List<int> output = [];
        for (int i = 0; i < _lookahead; i++)
        {
            int proposed = all[tokens.Length + i];
            (int token, bool accepted) = Decide(Distribution(rows[i], [.. tokens, .. output]), q[i], proposed, random);
            Proposed++;
            output.Add(token);
            if (!accepted)
                return output;
            Accepted++;
        }

        output.Add(Probability.Distribution.SampleIndex(Distribution(rows[^1], all), random)); // all accepted: one for free
        return output;
    }

    private double[] Distribution(float[] logits, List<int> tokens) => steps.Distribution(logits, [.. tokens]);
}
