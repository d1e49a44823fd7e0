namespace NotebookCourse.Scaling;

/// <summary>One finished training run: what went in and what came out.</summary>
/// <param name="Parameters">N. Range: above 0.</param>
/// <param name="Tokens">D, training tokens seen. Range: above 0.</param>
/// <param name="Loss">Validation loss, nats per token. Range: above 0.</param>
public readonly record struct RunPoint(double Parameters, double Tokens, double Loss)
{
    /// <summary>
    /// Training compute by the usual estimate C = 6 N D floating-point operations (Kaplan et al. 2020, section 2.1):
    /// 2 forward and 4 backward for each parameter and token, attention scores left out.
    /// </summary>
    public double Compute => 6 * Parameters * Tokens;

    /// <summary>Refuses runs without a logarithm, by their place.</summary>
    /// <exception cref="ArgumentException">A value is not above 0, infinite, or no number.</exception>
    internal static void Require(IReadOnlyList<RunPoint> runs)
    {
        foreach (var (index, run) in runs.Index())
        {
            if (!(LogScale.Holds(run.Parameters) && LogScale.Holds(run.Tokens) && LogScale.Holds(run.Loss)))
                throw new ArgumentException($"Run {index}, {run}: parameters, tokens and loss must all be above 0 and finite.", nameof(runs));
        }
    }
}
