namespace NotebookCourse.Probability;

/// <summary>
/// A categorical distribution: each possible outcome with its probability. Made by <see cref="Distribution"/>, which
/// refuses numbers that are none.
/// </summary>
/// <typeparam name="T">The outcomes: words, characters, token ids.</typeparam>
public sealed class Distribution<T>
    where T : notnull
{
    private readonly Dictionary<T, double> _of;
    private readonly T[] _outcomes;
    private readonly double[] _probabilities;

    internal Distribution(T[] outcomes, double[] probabilities)
    {
        Probabilities.Require(probabilities);
        _outcomes = outcomes;
        _probabilities = probabilities;
        _of = new Dictionary<T, double>(outcomes.Length);
        for (int i = 0; i < outcomes.Length; i++)
        {
            if (!_of.TryAdd(outcomes[i], probabilities[i]))
                throw new ArgumentException($"Outcome '{outcomes[i]}' is listed twice; expected each outcome once, with its whole probability.", nameof(outcomes));
        }
    }

    /// <summary>The outcomes in the order given.</summary>
    public IReadOnlyList<T> Outcomes => _outcomes;

    /// <summary>Their probabilities, shape [outcomes], summing to 1.</summary>
    public ReadOnlySpan<double> Values => _probabilities;

    /// <summary>The probability of an outcome; 0 for one that is not listed.</summary>
    /// <param name="outcome">Any value.</param>
    public double this[T outcome] => _of.GetValueOrDefault(outcome);

    /// <summary>The entropy in bits; see <see cref="Information.Entropy"/>.</summary>
    public double Entropy => Information.Entropy(_probabilities);

    /// <summary>2 to the entropy: how many equally likely outcomes would be as uncertain.</summary>
    public double Perplexity => Information.Perplexity(Entropy);

    /// <summary>The likeliest outcomes first; equal ones in the order given.</summary>
    /// <param name="count">At most so many; at least 0.</param>
    public IReadOnlyList<(T Outcome, double Probability)> Top(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. _outcomes.Zip(_probabilities).OrderByDescending(pair => pair.Second).Take(count)];
    }

    /// <summary>Draws one outcome.</summary>
    /// <param name="random">The source of chance; the same seed draws the same outcomes.</param>
    public T Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return _outcomes[Distribution.SampleIndex(_probabilities, random)];
    }

    /// <summary>The five likeliest outcomes, for reading.</summary>
    public override string ToString()
    {
        string listed = string.Join(", ", Top(5).Select(pair => $"{pair.Outcome}: {Probabilities.Show(pair.Probability)}"));
        return _outcomes.Length > 5 ? $"{{ {listed}, ... {_outcomes.Length} outcomes }}" : $"{{ {listed} }}";
    }
}

/// <summary>Makes distributions: from probabilities, counts, weights or logits.</summary>
public static class Distribution
{
    /// <summary>From probabilities that already sum to 1.</summary>
    /// <param name="pairs">Each outcome once, with its probability.</param>
    /// <exception cref="ArgumentException">The numbers are no distribution (what is wrong is said, with the sum), or an outcome comes twice.</exception>
    public static Distribution<T> Of<T>(params (T Outcome, double Probability)[] pairs)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return new([.. pairs.Select(pair => pair.Outcome)], [.. pairs.Select(pair => pair.Probability)]);
    }

    /// <summary>From counts or other weights at least 0, each divided by their sum.</summary>
    /// <param name="weights">Each outcome once, with its weight; not all 0.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    public static Distribution<T> FromWeights<T>(IEnumerable<KeyValuePair<T, double>> weights)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(weights);
        var list = weights.ToList();
        foreach ((T outcome, double weight) in list)
        {
            if (!double.IsFinite(weight) || weight < 0)
                throw new ArgumentException($"The weight of '{outcome}' is {Probabilities.Show(weight)}; expected a finite number, at least 0.", nameof(weights));
        }

        double sum = list.Sum(pair => pair.Value);
        if (!(sum > 0))
            throw new ArgumentException($"The {list.Count} weights sum to {Probabilities.Show(sum)}; expected at least one above 0.", nameof(weights));
        return new([.. list.Select(pair => pair.Key)], [.. list.Select(pair => pair.Value / sum)]);
    }

    /// <summary>The shares of a list of observations: what was seen how often, in order of first sight.</summary>
    /// <param name="observations">At least one.</param>
    public static Distribution<T> FromObservations<T>(IEnumerable<T> observations)
        where T : notnull =>
        FromWeights(observations.CountBy(seen => seen).Select(pair => KeyValuePair.Create(pair.Key, (double)pair.Value)));

    /// <summary>
    /// The softmax of logits, exp(z) / sum exp(z), computed after subtracting the largest so that nothing overflows.
    /// </summary>
    /// <param name="logits">Shape [outcomes]; minus infinity means impossible.</param>
    /// <exception cref="ArgumentException">None is finite, or one is plus infinity or not a number.</exception>
    public static double[] Softmax(ReadOnlySpan<double> logits)
    {
        double max = double.NegativeInfinity;
        foreach (double z in logits)
        {
            if (double.IsNaN(z) || double.IsPositiveInfinity(z))
                throw new ArgumentException($"A logit is {z}; expected finite numbers (minus infinity for the impossible).", nameof(logits));
            max = Math.Max(max, z);
        }

        if (double.IsNegativeInfinity(max))
            throw new ArgumentException($"None of the {logits.Length} logits is finite; expected at least one possible outcome.", nameof(logits));

        var shares = new double[logits.Length];
        double sum = 0;
        for (int i = 0; i < shares.Length; i++)
            sum += shares[i] = Math.Exp(logits[i] - max);
        for (int i = 0; i < shares.Length; i++)
            shares[i] /= sum;
        return shares;
    }

    /// <summary>
    /// Draws an index with the given probabilities. Rounding that leaves the sum a little under 1 falls to the last
    /// possible outcome, never to an impossible one.
    /// </summary>
    /// <param name="probabilities">Shape [outcomes], at least 0, summing to 1 up to rounding.</param>
    /// <param name="random">The source of chance.</param>
    /// <exception cref="ArgumentException">No outcome is possible.</exception>
    public static int SampleIndex(ReadOnlySpan<double> probabilities, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double left = random.NextDouble();
        int last = -1;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (!(probabilities[i] > 0))
                continue;
            last = i;
            left -= probabilities[i];
            if (left < 0)
                return i;
        }

        return last >= 0
            ? last
            : throw new ArgumentException("No outcome has a probability above 0; expected a distribution.", nameof(probabilities));
    }
}
