namespace NotebookCourse.Training;

/// <summary>Windows that begin anywhere in a stream, drawn with replacement: nanoGPT's <c>get_batch</c>.</summary>
/// <param name="stream">More tokens than one window.</param>
/// <param name="batchSize">Windows in a batch.</param>
/// <param name="contextLength">Positions in a window.</param>
/// <param name="seed">Same seed, same windows.</param>
public sealed class RandomWindows(TokenStream stream, int batchSize, int contextLength, long seed) : BatchSource(batchSize, contextLength)
{
    private readonly TokenStream _stream = Require(stream, contextLength);

    /// <inheritdoc/>
    public override ulong Fingerprint { get; } = Combine(stream.Fingerprint(), (ulong)batchSize, (ulong)contextLength, (ulong)seed);

    /// <inheritdoc/>
    public override Batch At(long number) => Batch.Of([.. Enumerable.Range(0, BatchSize).Select(row =>
        _stream.Tokens.Slice(CounterRandom.Below(_stream.Length - ContextLength, seed, number, row), ContextLength + 1))]);
}
