namespace NotebookCourse.Training;

/// <summary>
/// A stream packed into blocks end to end, every block once in each epoch, in an order shuffled anew for each. Blocks
/// share one token: the last target of one is the first input of the next.
/// </summary>
public sealed class ShuffledBlocks : BatchSource
{
    private readonly TokenStream _stream;
    private readonly long _seed;
    private readonly int[] _order;
    private long _epochOfOrder = -1;

    /// <summary>A source over a stream.</summary>
    /// <param name="stream">More tokens than one block; tokens after the last whole block are left out.</param>
    /// <param name="batchSize">Blocks in a batch; an epoch's end may fall inside a batch.</param>
    /// <param name="contextLength">Positions in a block.</param>
    /// <param name="seed">Same seed, same orders.</param>
    public ShuffledBlocks(TokenStream stream, int batchSize, int contextLength, long seed) : base(batchSize, contextLength)
    {
        _stream = Require(stream, contextLength);
        _seed = seed;
        _order = new int[(stream.Length - 1) / contextLength];
        Fingerprint = Combine(stream.Fingerprint(), (ulong)batchSize, (ulong)contextLength, (ulong)seed, 1);
    }

    /// <summary>Blocks in one epoch.</summary>
    public int BlockCount => _order.Length;

    /// <inheritdoc/>
    public override ulong Fingerprint { get; }

    /// <inheritdoc/>
    public override Batch At(long number) => Batch.Of([.. Enumerable.Range(0, BatchSize).Select(row => Block(number * BatchSize + row))]);

    private ReadOnlyMemory<int> Block(long place)
    {
        long epoch = place / BlockCount;
        if (epoch != _epochOfOrder)
            Shuffle(epoch);
        return _stream.Tokens.Slice(_order[place % BlockCount] * ContextLength, ContextLength + 1);
    }

    private void Shuffle(long epoch)
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        for (int i = _order.Length - 1; i > 0; i--) // Fisher and Yates
        {
            int other = CounterRandom.Below(i + 1, _seed, epoch, i);
            (_order[i], _order[other]) = (_order[other], _order[i]);
        }

        _epochOfOrder = epoch;
    }
}
