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
}
