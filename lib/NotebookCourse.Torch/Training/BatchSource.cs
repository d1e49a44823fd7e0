namespace NotebookCourse.Training;

/// <summary>
/// Batches by number. The same number gives the same batch, always: a run resumed at step 700 asks for batch 700, and
/// nothing about the data has to be stored.
/// </summary>
public abstract class BatchSource
{
    /// <summary>A source of batches of one size.</summary>
    /// <param name="batchSize">Windows in a batch. Range: 1 or more.</param>
    /// <param name="contextLength">Positions in a window. Range: 1 or more.</param>
    protected BatchSource(int batchSize, int contextLength)
    {
        if (batchSize < 1)
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, "A batch has at least one window.");
        if (contextLength < 1)
            throw new ArgumentOutOfRangeException(nameof(contextLength), contextLength, "A window has at least one position.");
        (BatchSize, ContextLength) = (batchSize, contextLength);
    }

    /// <summary>Windows in a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Positions in a window.</summary>
    public int ContextLength { get; }

    /// <summary>Changes when the data, its order or its shape changes.</summary>
    public abstract ulong Fingerprint { get; }

    /// <summary>The batch of a number.</summary>
    /// <param name="number">Range: 0 or more.</param>
    public abstract Batch At(long number);

    /// <summary>A stream long enough for one window and the token after it.</summary>
    private protected static TokenStream Require(TokenStream stream, int contextLength) => stream.Length > contextLength
        ? stream
        : throw new InvalidDataException($"A stream of {stream.Length} tokens holds no window of {contextLength} tokens and the one after it; give at least {contextLength + 1} tokens, or a shorter context.");

    private protected static ulong Combine(params ReadOnlySpan<ulong> parts)
    {
        ulong hash = 14695981039346656037;
        foreach (ulong part in parts)
            hash = (hash ^ part) * 1099511628211;
        return hash;
    }
}
