namespace NotebookCourse.Text;

/// <summary>
/// Interpolated Kneser-Ney: every count is lowered by a discount D, what that frees goes to the shorter context, and
/// a shorter context counts not how often a token occurs but after how many different tokens it does ("Francisco" is
/// frequent, but nearly always after "San"). Kneser and Ney (1995); Chen and Goodman (1999), equations 16 to 18, with
/// one discount an order, D = n1 / (n1 + 2 n2) from the number of n-grams that occur once and twice.
/// </summary>
public sealed class KneserNeyModel : NGramModel
{
    private readonly double[] _discount;        // [n-gram length], 1 to order
    private readonly Context[][] _contexts;     // [context length][node]

    /// <summary>A model over some counts.</summary>
    /// <param name="counts">The counted text.</param>
    /// <param name="order">n; from 1 to the order of the counts.</param>
    public KneserNeyModel(NGramCounts counts, int order)
        : base(counts, order)
    {
        _discount = new double[order + 1];
        _contexts = new Context[order][];
        for (int length = 1; length <= order; length++)
        {
            int[] adjusted = Adjusted(length);
            _discount[length] = Discount(adjusted);
            _contexts[length - 1] = ContextsOf(Counts[length], adjusted);
        }
    }

    /// <summary>The discount of n-grams of a length; above 0, at most 1.</summary>
    /// <param name="length">Range: 1 to the model's order.</param>
    public double DiscountOf(int length) => length >= 1 && length <= Order
        ? _discount[length]
        : throw new ArgumentOutOfRangeException(nameof(length), length, $"Expected 1 to {Order}.");

    private protected override (double PerUnit, double ToShorter)? Weights(int length, int node)
    {
        Context context = _contexts[length][node];
        return context.Total == 0 ? null : (1.0 / context.Total, _discount[length + 1] * context.Different / context.Total);
    }

    private protected override double Mass(int length, int node) =>
        Math.Max(Adjusted(length)[node] - _discount[length], 0);

    // The top order counts occurrences, every lower one counts left neighbours.
    private int[] Adjusted(int length) =>
        length == Order ? Counts[length].Count : Counts[length].LeftExtensions!;

    private static double Discount(int[] adjusted)
    {
        double once = adjusted.Count(count => count == 1), twice = adjusted.Count(count => count == 2);
        return once > 0 ? once / (once + (2 * twice)) : 0.5;
    }

    private static Context[] ContextsOf(NGramCounts.Level level, int[] adjusted)
    {
        var contexts = new Context[level.Totals.Length];
        for (int parent = 0; parent < contexts.Length; parent++)
        {
            foreach (int count in adjusted.AsSpan(level.Start[parent]..level.Start[parent + 1]))
                contexts[parent] = new Context(contexts[parent].Total + count, contexts[parent].Different + (count > 0 ? 1 : 0));
        }

        return contexts;
    }

    private readonly record struct Context(long Total, int Different);
}
