namespace NotebookCourse.Training;

/// <summary>Windows from several domains, each with its share of them: which domain a window comes from is known.</summary>
public sealed class DomainMixture : BatchSource
{
    private readonly TokenStream[] _streams;
    private readonly double[] _cumulative;
    private readonly long _seed;

    /// <summary>A mixture.</summary>
    /// <param name="domains">Streams and their weights, which need not sum to 1. Range of weights: 0 or above, not all 0.</param>
    /// <param name="batchSize">Windows in a batch.</param>
    /// <param name="contextLength">Positions in a window.</param>
    /// <param name="seed">Same seed, same windows.</param>
    public DomainMixture(IReadOnlyList<(TokenStream Stream, double Weight)> domains, int batchSize, int contextLength, long seed)
        : base(batchSize, contextLength)
    {
        double total = domains.Sum(domain => domain.Weight);
        if (domains.Any(domain => !(domain.Weight >= 0)) || !(total > 0) || double.IsInfinity(total))
            throw new ArgumentException($"The domains' weights are {string.Join(", ", domains.Select(domain => domain.Weight))}; expected numbers from 0 up, not all 0.", nameof(domains));
        _streams = [.. domains.Select(domain => Require(domain.Stream, contextLength))];
        _cumulative = new double[domains.Count];
        double sum = 0;
        for (int i = 0; i < domains.Count; i++)
            _cumulative[i] = sum += domains[i].Weight / total;
        _seed = seed;
        Fingerprint = Combine([(ulong)batchSize, (ulong)contextLength, (ulong)seed,
            .. domains.SelectMany(domain => new[] { domain.Stream.Fingerprint(), BitConverter.DoubleToUInt64Bits(domain.Weight) })]);
    }

    /// <inheritdoc/>
    public override ulong Fingerprint { get; }

    /// <inheritdoc/>
    public override Batch At(long number)
    {
        var windows = new ReadOnlyMemory<int>[BatchSize];
        int[] domains = new int[BatchSize];
        for (int row = 0; row < BatchSize; row++)
        {
            double at = CounterRandom.Unit(_seed, number, row, use: 1);
            int domain = Array.FindIndex(_cumulative, edge => at < edge);
            domains[row] = domain < 0 ? _streams.Length - 1 : domain; // rounding may leave the last edge a little under 1
            TokenStream stream = _streams[domains[row]];
            windows[row] = stream.Tokens.Slice(CounterRandom.Below(stream.Length - ContextLength, _seed, number, row), ContextLength + 1);
        }

        return Batch.Of(windows, domains);
    }
}
