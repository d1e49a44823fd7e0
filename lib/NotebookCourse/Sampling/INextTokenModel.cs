namespace NotebookCourse.Sampling;

/// <summary>
/// Anything that, given tokens, says how likely each next token is: a Transformer with its cache, an n-gram table, a
/// test's fixed numbers. It answers from the tokens alone; a cache inside may only make it faster.
/// </summary>
public interface INextTokenModel
{
    /// <summary>Number of different tokens, and so of logits.</summary>
    int VocabularySize { get; }

    /// <summary>The most tokens the model can read at once; <see cref="int.MaxValue"/> if there is no limit.</summary>
    int ContextLength { get; }

    /// <summary>
    /// Logits after the tokens up to each position from <paramref name="first"/> on: row i belongs to
    /// <c>tokens[..(first + i + 1)]</c>.
    /// </summary>
    /// <param name="tokens">1 to <see cref="ContextLength"/> ids, each below <see cref="VocabularySize"/>.</param>
    /// <param name="first">First position wanted. Range: 0 to <c>tokens.Length - 1</c>.</param>
    /// <returns>Shape [tokens.Length - first][vocabulary].</returns>
    float[][] Logits(ReadOnlySpan<int> tokens, int first);
}

/// <summary>What can be asked of every <see cref="INextTokenModel"/>.</summary>
public static class NextTokenModel
{
    /// <summary>Logits of the token after all of <paramref name="tokens"/>, shape [vocabulary].</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">The tokens so far, at least one; of more than the model reads, the last ones count.</param>
    /// <exception cref="ArgumentException">There are no tokens: a model continues, it does not begin.</exception>
    public static float[] NextLogits(this INextTokenModel model, ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty)
            throw new ArgumentException("There are no tokens to continue; give a prompt of at least one token.", nameof(tokens));
        ReadOnlySpan<int> window = Window(tokens, model.ContextLength);
        return model.Logits(window, window.Length - 1)[0];
    }

    /// <summary>
    /// The part of a long text a model reads. Past the limit it jumps by a quarter of the context at a time instead of
    /// sliding by one token, so that a cache stays valid for many tokens in a row.
    /// </summary>
    internal static ReadOnlySpan<int> Window(ReadOnlySpan<int> tokens, int contextLength)
    {
        if (tokens.Length <= contextLength)
            return tokens;
        int jump = Math.Max(contextLength / 4, 1);
        int dropped = (tokens.Length - contextLength + jump - 1) / jump * jump;
        return tokens[dropped..];
    }
}
