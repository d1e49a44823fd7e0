namespace NotebookCourse.Sampling;

/// <summary>
/// One change to the logits of the next token: scale them, rule some out, punish repetition. A step is pure: what it
/// writes depends on the logits and the tokens so far, and on nothing it remembers. A ruled-out token has the logit
/// minus infinity, so the softmax gives it exactly 0. Steps are put in order by <see cref="LogitPipeline"/>.
/// </summary>
public abstract record LogitStep
{
    /// <summary>Writes the changed logits.</summary>
    /// <param name="source">Logits of the next token, shape [vocabulary]; finite or minus infinity, at least one finite.</param>
    /// <param name="tokens">The tokens so far, the prompt included; those a penalty looks at.</param>
    /// <param name="destination">Shape [vocabulary]; may be the same memory as <paramref name="source"/>.</param>
    public abstract void Apply(ReadOnlySpan<float> source, ReadOnlySpan<int> tokens, Span<float> destination);

    /// <summary>The changed logits in a new array.</summary>
    /// <param name="logits">Shape [vocabulary]; left as it is.</param>
    /// <param name="tokens">The tokens so far; none if not given.</param>
    public float[] Apply(float[] logits, int[]? tokens = null)
    {
        float[] changed = new float[logits.Length];
        Apply(logits, tokens ?? [], changed);
        return changed;
    }

    /// <summary>The distribution after this step: the softmax of the changed logits, shape [vocabulary].</summary>
    /// <param name="logits">Shape [vocabulary]; left as it is.</param>
    /// <param name="tokens">The tokens so far; none if not given.</param>
    public double[] Distribution(float[] logits, int[]? tokens = null) => Softmax(Apply(logits, tokens));

    /// <summary>Softmax in double precision, shape [vocabulary].</summary>
    protected internal static double[] Softmax(ReadOnlySpan<float> logits)
    {
        double[] wide = new double[logits.Length];
        for (int token = 0; token < wide.Length; token++)
            wide[token] = logits[token];
        return Probability.Distribution.Softmax(wide);
    }

    /// <summary>
    /// Keeps tokens in a given order of preference until a total probability is reached, and rules out the rest. The
    /// token that crosses the line is kept, so at least one always is.
    /// </summary>
    private protected static void KeepUntil(double mass, int[] order, double[] probabilities, ReadOnlySpan<float> source, Span<float> destination)
    {
        int kept = 0;
        for (double total = 0; kept < order.Length && total < mass; kept++)
            total += probabilities[order[kept]];
        source.CopyTo(destination);
        foreach (int token in order.AsSpan(Math.Max(kept, 1)))
            destination[token] = float.NegativeInfinity;
    }

    /// <summary>Token ids sorted by a key, smallest first; equal keys in the order of their ids.</summary>
    private protected static int[] OrderBy(double[] keys)
    {
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        return [.. order.OrderBy(token => keys[token])];
    }
}
