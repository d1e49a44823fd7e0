using NotebookCourse.Sampling;

namespace NotebookCourse.Inference;

/// <summary>What a model computes on the way, for whoever wants to compare or look.</summary>
/// <param name="layer">The block, from 0; -1 outside blocks.</param>
/// <param name="name">As in recorded activations: <c>self_attn.output</c>, <c>mlp.output</c>, <c>output</c>, <c>router.weights</c>, <c>final_norm.output</c>, <c>logits</c>, ...</param>
/// <param name="values">[token, ...], valid during the call only.</param>
public delegate void InferenceProbe(int layer, string name, ReadOnlySpan<float> values);

/// <summary>One text being read by a model: the cache of what was read, and the memory a step needs. For one thread at a time.</summary>
public abstract class InferenceSession : INextTokenModel, IDisposable
{
    private readonly InferenceModel _model;
    private readonly int[] _read;
    private readonly float[] _logits;
    private bool _disposed;

    private protected InferenceSession(InferenceModel model, int capacity)
    {
        model.Acquire(); // the mapping stays while a session lives
        (_model, ContextLength) = (model, capacity);
        _read = new int[capacity];
        _logits = new float[model.VocabularySize];
    }

    /// <summary>Most tokens read in one pass of the model: a long prompt goes through in parts of so many.</summary>
    public const int MaxTokensAtOnce = 128;

    /// <inheritdoc/>
    public int VocabularySize => _model.VocabularySize;

    /// <inheritdoc/>
    public int ContextLength { get; }

    /// <summary>Tokens read.</summary>
    public int Length { get; private set; }

    /// <summary>Looks at what is computed; null for nobody.</summary>
    public InferenceProbe? Probe { get; set; }

    /// <summary>Reads tokens after those already read. Allocates nothing.</summary>
    /// <param name="tokens">At least one; with those already read at most <see cref="ContextLength"/>.</param>
    /// <param name="cancellation">Stops between layers, in the middle of a token; what was read before this call stays.</param>
    /// <returns>The logits of the next token, [vocabulary]; valid until the next call.</returns>
    /// <exception cref="ArgumentException">There are no tokens, too many, or an id is none of the vocabulary's.</exception>
    /// <exception cref="OperationCanceledException">The caller wanted no more.</exception>
    public ReadOnlySpan<float> Read(ReadOnlySpan<int> tokens, CancellationToken cancellation = default)
    {
        Read(tokens, tokens.Length - 1, _logits, cancellation);
        return _logits;
    }

    /// <summary>Reads tokens and gives the logits after each of them, [tokens, vocabulary], in a new array.</summary>
    /// <inheritdoc cref="Read(ReadOnlySpan{int}, CancellationToken)"/>
    public float[] LogitsOfAll(ReadOnlySpan<int> tokens, CancellationToken cancellation = default)
    {
        float[] all = new float[(long)tokens.Length * VocabularySize];
        Read(tokens, 0, all, cancellation);
        return all;
    }

    /// <summary>Whether <see cref="Draft(int)"/> can be asked.</summary>
    public virtual bool Drafts => false;

    /// <summary>What the model's multi-token prediction expects after a token that was not read yet: a cheap guess, to be checked by reading.</summary>
    /// <param name="next">The token that comes after those read.</param>
    /// <returns>The logits of the token after <paramref name="next"/>, [vocabulary]; valid until the next call.</returns>
    /// <exception cref="InvalidOperationException">The model has no prediction module, or the session was made without it, or nothing has been read.</exception>
    public ReadOnlySpan<float> Draft(int next)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!Drafts || Length == 0)
            throw new InvalidOperationException(Drafts ? "Nothing has been read to guess from." : "This session makes no guesses: its model has no multi-token prediction, or it was made without drafts.");
        if ((uint)next >= (uint)VocabularySize)
            throw new ArgumentException($"The next token is {next}; this model's ids go from 0 to {VocabularySize - 1}.", nameof(next));
        Forget(Length);
        Draft(_read.AsSpan(0, Length), next, _logits);
        return _logits;
    }

    /// <summary>Forgets what was read after the first tokens.</summary>
    /// <param name="length">Tokens to keep. Range: 0 to <see cref="Length"/>.</param>
    public void Truncate(int length)
    {
        if (length < 0 || length > Length)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"{Length} tokens have been read; expected 0 to {Length} to keep.");
        Length = length;
        Forget(length);
    }

    /// <inheritdoc/>
    public float[][] Logits(ReadOnlySpan<int> tokens, int first)
    {
        if (tokens.IsEmpty || tokens.Length > ContextLength)
            throw new ArgumentException($"{tokens.Length} tokens were given; this model reads 1 to {ContextLength} at once.", nameof(tokens));
        if (first < 0 || first >= tokens.Length)
            throw new ArgumentOutOfRangeException(nameof(first), first, $"The first position wanted is 0 to {tokens.Length - 1}.");
        Truncate(Math.Min(Known(tokens), first));
        int known = Length, count = tokens.Length - first;
        float[] all = new float[(long)count * VocabularySize];
        Read(tokens[known..], first - known, all, default);
        return [.. all.Chunk(VocabularySize)];
    }

    /// <summary>How many of these tokens, from the first on, are those that were read: with them truncated to, the rest can be read.</summary>
    public int Known(ReadOnlySpan<int> tokens) => tokens.CommonPrefixLength(_read.AsSpan(0, Length));

    /// <summary>Frees the cache.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Free();
        _model.Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>One pass.</summary>
    /// <param name="tokens">At most <see cref="MaxTokensAtOnce"/>.</param>
    /// <param name="start">Position of the first.</param>
    /// <param name="logits">[positions, vocabulary] of the last positions; may be empty.</param>
    /// <param name="cancellation">Looked at in each layer.</param>
    private protected abstract void Forward(ReadOnlySpan<int> tokens, int start, Span<float> logits, CancellationToken cancellation);

    private protected virtual void Draft(ReadOnlySpan<int> read, int next, Span<float> logits) => throw new NotSupportedException();

    private protected virtual void Forget(int length)
    {
    }

    private protected abstract void Free();

    private void Read(ReadOnlySpan<int> tokens, int first, Span<float> logits, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Require(tokens);
        for (int done = 0; done < tokens.Length;)
        {
            int count = Math.Min(MaxTokensAtOnce, tokens.Length - done), wanted = Math.Clamp(done + count - first, 0, count);
            ReadOnlySpan<int> part = tokens.Slice(done, count);
            Forward(part, Length, logits[..(wanted * VocabularySize)], cancellation);
            logits = logits[(wanted * VocabularySize)..];
            part.CopyTo(_read.AsSpan(Length));
            Length += count;
            done += count;
        }
    }

    private void Require(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty)
            throw new ArgumentException("There are no tokens to read; give at least one.", nameof(tokens));
        if (tokens.Length > ContextLength - Length)
            throw new ArgumentException($"{Length} tokens have been read and {tokens.Length} more were given; this session reads {ContextLength} altogether.", nameof(tokens));
        int wrong = tokens.IndexOfAnyExceptInRange(0, VocabularySize - 1);
        if (wrong >= 0)
            throw new ArgumentException($"Token {wrong} has the id {tokens[wrong]}; this model's ids go from 0 to {VocabularySize - 1}.", nameof(tokens));
    }
}
