namespace NotebookCourse.Sampling;

/// <summary>The choice without chance: always the token with the highest logit.</summary>
public static class Greedy
{
    /// <summary>The id of the highest logit; the smallest id of several equal ones.</summary>
    /// <param name="logits">Shape [vocabulary], at least one.</param>
    /// <exception cref="ArgumentException">There are no logits, or one is not a number.</exception>
    public static int Choose(ReadOnlySpan<float> logits)
    {
        if (logits.IsEmpty)
            throw new ArgumentException("There are no logits to choose from; expected one for each token of the vocabulary.", nameof(logits));
        int best = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            if (float.IsNaN(logits[token]))
                throw new ArgumentException($"The logit of token {token} is not a number: the model's weights or its input are broken.", nameof(logits));
            if (logits[token] > logits[best])
                best = token;
        }

        return best;
    }
}
