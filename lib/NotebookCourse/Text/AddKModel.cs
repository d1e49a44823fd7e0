namespace NotebookCourse.Text;

/// <summary>
/// P(w | c) = (count(c w) + k) / (count(c) + k V): as if every token had been seen k times more after every context.
/// k = 0 is the plain relative frequency (maximum likelihood), k = 1 is Laplace's rule. A context that was never seen
/// has nothing to say: all tokens alike.
/// </summary>
public sealed class AddKModel : NGramModel
{
    /// <summary>A model over some counts.</summary>
    /// <param name="counts">The counted text.</param>
    /// <param name="order">n; from 1 to the order of the counts.</param>
    /// <param name="k">What is added to every count; finite, at least 0.</param>
    public AddKModel(NGramCounts counts, int order, double k)
        : base(counts, order)
    {
        if (!double.IsFinite(k) || k < 0)
            throw new ArgumentOutOfRangeException(nameof(k), k, "Expected a finite number, at least 0.");
        K = k;
    }

    /// <summary>What is added to every count.</summary>
    public double K { get; }

    private protected override int ShortestContext => Order - 1;

    private protected override (double PerUnit, double ToShorter)? Weights(int length, int node)
    {
        int total = Counts[length + 1].Totals[node];
        double whole = total + (K * VocabularySize);
        return total == 0 ? null : (1 / whole, K * VocabularySize / whole);
    }
}
