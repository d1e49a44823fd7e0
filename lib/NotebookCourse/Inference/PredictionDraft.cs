using NotebookCourse.Sampling;

namespace NotebookCourse.Inference;

/// <summary>
/// Multi-token prediction as the draft of a <see cref="SpeculativeDecoder"/> with a lookahead of 1: it guesses from the vectors of the
/// very session that checks its guesses, and costs one block instead of a whole model.
/// </summary>
/// <param name="session">The session that also reads; made with drafts.</param>
public sealed class PredictionDraft(InferenceSession session) : INextTokenModel
{
    /// <inheritdoc/>
    public int VocabularySize => session.VocabularySize;

    /// <inheritdoc/>
    public int ContextLength => session.ContextLength;

    /// <summary>The guess after all tokens; earlier ones cannot be asked for, and the first needs a token before it.</summary>
    /// <inheritdoc/>
    public float[][] Logits(ReadOnlySpan<int> tokens, int first)
    {
        if (tokens.IsEmpty || first != tokens.Length - 1)
            throw new ArgumentException($"Multi-token prediction guesses after the last token only; position {first} of {tokens.Length} was asked for.", nameof(first));
        if (tokens.Length == 1)
            return session.Logits(tokens, first); // nothing to guess from yet: the model itself
        ReadOnlySpan<int> before = tokens[..^1];
        session.Truncate(session.Known(before));
        if (session.Length < before.Length)
            session.Read(before[session.Length..]);
        return [session.Draft(tokens[^1]).ToArray()];
    }
}
