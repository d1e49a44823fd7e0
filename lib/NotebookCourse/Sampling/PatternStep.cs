namespace NotebookCourse.Sampling;

/// <summary>
/// Constrained decoding: rules out every token after which the output could no longer match a pattern. What is left
/// keeps its proportions, so the model still chooses, but only among what is allowed.
/// </summary>
/// <param name="Pattern">What the whole output has to match.</param>
/// <param name="TokenBytes">The bytes of each token, shape [vocabulary]; a token without bytes (a special one) is ruled out.</param>
/// <param name="PromptLength">How many of the tokens are prompt and not held to the pattern.</param>
/// <param name="EndToken">A token that ends the output, allowed exactly where the output matches; null if there is none.</param>
public sealed record PatternStep(BytePattern Pattern, IReadOnlyList<byte[]> TokenBytes, int PromptLength, int? EndToken = null) : LogitStep
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">No token of the vocabulary can continue; the message shows the output so far.</exception>
    public override void Apply(ReadOnlySpan<float> source, ReadOnlySpan<int> tokens, Span<float> destination)
    {
        int state = StateAfter(tokens);
        bool any = false;
        for (int token = 0; token < source.Length; token++)
        {
            bool allowed = Allows(state, token);
            destination[token] = allowed ? source[token] : float.NegativeInfinity;
            any |= allowed && !float.IsNegativeInfinity(source[token]);
        }

        if (!any)
            throw new InvalidOperationException($"After '{Written(tokens)}' no token of this vocabulary can continue the pattern '{Pattern.Pattern}'.");
    }

    /// <summary>The pattern's state after the output so far.</summary>
    /// <param name="tokens">Prompt and output.</param>
    public int StateAfter(ReadOnlySpan<int> tokens)
    {
        int state = Pattern.Start;
        foreach (int token in tokens[Math.Min(PromptLength, tokens.Length)..])
            state = Pattern.Next(state, TokenBytes[token]);
        return state;
    }

    /// <summary>Whether a token may come in this state.</summary>
    /// <param name="state">From <see cref="StateAfter"/>.</param>
    /// <param name="token">Range: 0 to vocabulary - 1.</param>
    public bool Allows(int state, int token) => token == EndToken
        ? Pattern.IsMatch(state)
        : TokenBytes[token].Length > 0 && Pattern.Next(state, TokenBytes[token]) != BytePattern.Dead;

    private string Written(ReadOnlySpan<int> tokens)
    {
        List<byte> bytes = [];
        foreach (int token in tokens[Math.Min(PromptLength, tokens.Length)..])
            bytes.AddRange(TokenBytes[token]);
        return System.Text.Encoding.UTF8.GetString([.. bytes]);
    }
}
