namespace NotebookCourse.Text;

/// <summary>
/// P(w | c) = (count(c w) + T(c) P(w | shorter c)) / (count(c) + T(c)), where T(c) is how many different tokens
/// followed c: a context that has surprised often is trusted less. Witten and Bell (1991), method C, interpolated;
/// below the empty context stands the uniform distribution.
/// </summary>
/// <param name="counts">The counted text.</param>
/// <param name="order">n; from 1 to the order of the counts.</param>
public sealed class WittenBellModel(NGramCounts counts, int order) : NGramModel(counts, order)
{
    private protected override (double PerUnit, double ToShorter)? Weights(int length, int node)
    {
        NGramCounts.Level level = Counts[length + 1];
        double different = level.Start[node + 1] - level.Start[node];
        double whole = level.Totals[node] + different;
        return different == 0 ? null : (1 / whole, different / whole);
    }
}
