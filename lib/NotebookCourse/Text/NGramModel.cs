using NotebookCourse.Probability;

namespace NotebookCourse.Text;

/// <summary>
/// P(next token | the last n-1 tokens) from counts. Every smoothing here has one shape: a share for what was counted
/// after this context, and the rest of the probability for a shorter context's opinion, down to "all tokens alike".
/// So each is a proper distribution, for any context.
/// </summary>
public abstract class NGramModel
{
    /// <summary>A model over some counts.</summary>
    /// <param name="counts">The counted text.</param>
    /// <param name="order">n; from 1 to the order of the counts. The model looks back at n-1 tokens.</param>
    private protected NGramModel(NGramCounts counts, int order)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (order < 1 || order > counts.Order)
            throw new ArgumentOutOfRangeException(nameof(order), order, $"The n-grams were counted up to {counts.Order}; expected an order from 1 to that.");
        Counts = counts;
        Order = order;
    }

    /// <summary>n: one predicted token and n-1 before it.</summary>
    public int Order { get; }

    /// <summary>How many different tokens there can be.</summary>
    public int VocabularySize => Counts.VocabularySize;

    /// <summary>The counts it was made of.</summary>
    protected NGramCounts Counts { get; }

    /// <summary>The smallest context length that may speak; the model asks from there up to n-1.</summary>
    private protected virtual int ShortestContext => 0;

    /// <summary>P(token | context).</summary>
    /// <param name="context">What precedes it, of any length; only the last n-1 tokens count.</param>
    /// <param name="token">Range: 0 to <see cref="VocabularySize"/> - 1.</param>
    public double Probability(ReadOnlySpan<int> context, int token)
    {
        RequireToken(token);
        double p = 1.0 / VocabularySize;
        int longest = Math.Min(Order - 1, context.Length);
        for (int length = Math.Min(ShortestContext, longest); length <= longest; length++)
        {
            int node = Counts.Find(context[^length..]);
            if (node < 0 || Weights(length, node) is not { } weights)
                break;
            int child = Counts[length + 1].Child(node, token);
            p = (weights.ToShorter * p) + (child < 0 ? 0 : Mass(length + 1, child) * weights.PerUnit);
        }

        return p;
    }

    /// <summary>P(every token | context); shape [vocabulary], summing to 1.</summary>
    /// <param name="context">What precedes, of any length; only the last n-1 tokens count.</param>
    public double[] Next(ReadOnlySpan<int> context)
    {
        double[] p = new double[VocabularySize];
        Array.Fill(p, 1.0 / VocabularySize);
        int longest = Math.Min(Order - 1, context.Length);
        for (int length = Math.Min(ShortestContext, longest); length <= longest; length++)
        {
            int node = Counts.Find(context[^length..]);
            if (node < 0 || Weights(length, node) is not { } weights)
                break;
            for (int i = 0; i < p.Length; i++)
                p[i] *= weights.ToShorter;
            NGramCounts.Level level = Counts[length + 1];
            for (int child = level.Start[node]; child < level.Start[node + 1]; child++)
                p[level.Token[child]] += Mass(length + 1, child) * weights.PerUnit;
        }

        return p;
    }

    /// <summary>How surprising a text is: each token predicted from the ones before it in that text.</summary>
    /// <param name="text">Shape [tokens]; at least one. A token of probability 0 makes the surprise infinite.</param>
    /// <param name="bytes">The text's size in UTF-8 bytes, for bits per byte; 0 if unknown.</param>
    public TextScore Score(ReadOnlySpan<int> text, long bytes = 0)
    {
        if (text.IsEmpty)
            throw new ArgumentException("There is no text to score; expected at least one token.", nameof(text));
        double bits = 0;
        for (int i = 0; i < text.Length; i++)
            bits += Information.Surprise(Math.Min(Probability(text[..i], text[i]), 1));
        return new TextScore(text.Length, bits, bytes);
    }

    /// <summary>Continues a text by drawing one token after the other.</summary>
    /// <param name="prompt">What stands before; may be empty.</param>
    /// <param name="length">How many tokens to draw; at least 0.</param>
    /// <param name="seed">The same seed draws the same tokens.</param>
    /// <returns>The drawn tokens, without the prompt; shape [length].</returns>
    public int[] Generate(ReadOnlySpan<int> prompt, int length, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        foreach (int token in prompt)
            RequireToken(token);
        var random = new Random(seed);
        int[] text = [.. prompt, .. new int[length]];
        for (int i = prompt.Length; i < text.Length; i++)
            text[i] = Distribution.SampleIndex(Next(text.AsSpan(0, i)), random);
        return text[prompt.Length..];
    }

    /// <summary>
    /// How a seen context shares its probability: <c>PerUnit</c> for each unit of <see cref="Mass"/>, <c>ToShorter</c> for
    /// the shorter context. Null when nothing was ever counted after it.
    /// </summary>
    /// <param name="length">The context's length.</param>
    /// <param name="node">Its index in that level.</param>
    private protected abstract (double PerUnit, double ToShorter)? Weights(int length, int node);

    /// <summary>What a counted n-gram weighs before normalisation.</summary>
    /// <param name="length">The n-gram's length, context and token.</param>
    /// <param name="node">Its index in that level.</param>
    private protected virtual double Mass(int length, int node) => Counts[length].Count[node];

    private void RequireToken(int token)
    {
        if ((uint)token >= (uint)VocabularySize)
            throw new ArgumentOutOfRangeException(nameof(token), token, $"Expected a token from 0 to {VocabularySize - 1}.");
    }
}
