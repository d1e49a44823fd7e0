namespace NotebookCourse.Scaling;

/// <summary>
/// <c>L(N, D) = E + A / N^α + B / D^β</c> (Hoffmann et al. 2022, arXiv 2203.15556, Eq. 2): the loss of a model of N
/// parameters after D tokens, as an irreducible part, a part for too few parameters, and a part for too few tokens.
/// </summary>
/// <param name="Floor">E, nats per token. Range: 0 or above.</param>
/// <param name="ParameterCoefficient">A. Range: above 0.</param>
/// <param name="ParameterExponent">α. Range: above 0.</param>
/// <param name="TokenCoefficient">B. Range: above 0.</param>
/// <param name="TokenExponent">β. Range: above 0.</param>
public sealed record ChinchillaLaw(
    double Floor,
    double ParameterCoefficient,
    double ParameterExponent,
    double TokenCoefficient,
    double TokenExponent)
{
    /// <summary>The constants as printed: Hoffmann et al. 2022, Eq. 10 (two digits of each exponent).</summary>
    public static ChinchillaLaw Printed { get; } = new(1.69, 406.4, 0.34, 410.7, 0.28);

    /// <summary>The same fit before rounding, as it stands in the paper's TeX source.</summary>
    public static ChinchillaLaw Unrounded { get; } =
        new(Math.Exp(0.5267228), Math.Exp(6.0073404), 0.33917084, Math.Exp(6.0179186), 0.2849083);

    /// <summary>The refit of the same runs by Besiroglu et al. 2024 (arXiv 2404.10102).</summary>
    public static ChinchillaLaw Replicated { get; } = new(1.8172, 482.01, 0.3478, 2085.43, 0.3658);

    /// <summary>The loss of <paramref name="parameters"/> trained on <paramref name="tokens"/>. Range: both above 0.</summary>
    public double Predict(double parameters, double tokens) =>
        Floor
        + ParameterCoefficient * Math.Pow(parameters, -ParameterExponent)
        + TokenCoefficient * Math.Pow(tokens, -TokenExponent);

    /// <summary>a in N_opt ∝ C^a: β / (α + β) (Eq. 4).</summary>
    public double FrontierExponent => TokenExponent / (ParameterExponent + TokenExponent);

    /// <summary>
    /// The best use of a budget: of all (N, D) with 6 N D = <paramref name="compute"/>, the pair with the lowest loss.
    /// Setting the derivative along the budget line to 0 gives N = G (C/6)^a, G = (αA / βB)^(1/(α+β)) (Eq. 4).
    /// </summary>
    /// <param name="compute">C, floating-point operations. Range: above 0.</param>
    public RunPoint Best(double compute)
    {
        if (!(compute > 0))
            throw new ArgumentOutOfRangeException(nameof(compute), compute, "A budget of compute is a number of floating-point operations above 0.");
        double balance = ParameterExponent * ParameterCoefficient / (TokenExponent * TokenCoefficient);
        double parameters = Math.Pow(balance, 1 / (ParameterExponent + TokenExponent)) * Math.Pow(compute / 6, FrontierExponent);
        double tokens = compute / 6 / parameters;
        return new RunPoint(parameters, tokens, Predict(parameters, tokens));
    }

    /// <summary>The compute-optimal frontier: <see cref="Best"/> at budgets spread evenly on a logarithmic scale.</summary>
    /// <param name="from">Smallest budget, floating-point operations. Range: above 0.</param>
    /// <param name="to">Largest budget. Range: above <paramref name="from"/>.</param>
    /// <param name="count">Number of budgets. Range: 2 or more.</param>
    public IReadOnlyList<RunPoint> Frontier(double from, double to, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        double step = Math.Log(to / from) / (count - 1);
        return [.. Enumerable.Range(0, count).Select(i => Best(from * Math.Exp(i * step)))];
    }
}
