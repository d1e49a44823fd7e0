using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace NotebookCourse.Scaling;

/// <summary>
/// Fits <c>log loss = log(e^c0 + sum_j e^(c_(2j+1) - c_(2j+2) * x_j))</c>: a floor and one falling power of each
/// resource, compared with the measured losses on a logarithmic scale by Huber's loss. The form and the width of the
/// Huber loss are those of Hoffmann et al. 2022 (arXiv 2203.15556, Eq. 3 and section D.2). The losses of the points are
/// SUMMED: averaging them makes an optimiser's stopping rule fire too early, which is how the published constants came
/// to be off (Besiroglu et al. 2024, arXiv 2404.10102).
/// </summary>
/// <param name="logResources">[point][resource], natural logarithms, best shifted to mean 0.</param>
/// <param name="logLosses">[point], natural logarithms of the measured losses.</param>
internal sealed class LogSpaceProblem(double[][] logResources, double[] logLosses)
{
    /// <summary>Residuals below this (relative, as the scale is logarithmic) count by their square, larger ones linearly.</summary>
    public const double HuberWidth = 1e-3;

    private const int MostIterations = 2000;

    /// <summary>The best minimum of all starts, and how many of them reached one.</summary>
    public Solution Minimise(IEnumerable<Vector<double>> starts)
    {
        var solutions = starts.Select(MinimiseFrom).ToList();
        Solution best = solutions.MinBy(solution => solution.Loss)
            ?? throw new InvalidOperationException("No starting point was given to the fit.");
        return double.IsFinite(best.Loss)
            ? best
            : throw new InvalidOperationException($"None of {solutions.Count} starting points led to a finite loss: are these losses that fall with size at all?");
    }

    /// <summary>
    /// BFGS from one start. Near the kink of Huber's loss its line search can find no further descent and gives up with
    /// an exception; the best point it evaluated is then the answer of this start.
    /// </summary>
    public Solution MinimiseFrom(Vector<double> start)
    {
        var best = new Solution(start, double.PositiveInfinity);
        var objective = ObjectiveFunction.Gradient(constants =>
        {
            (double loss, Vector<double> gradient) = Evaluate(constants);
            if (loss < best.Loss)
                best = new Solution(constants.Clone(), loss);
            return (loss, gradient);
        });
        var bfgs = new BfgsMinimizer(gradientTolerance: 1e-7, parameterTolerance: 1e-12, functionProgressTolerance: 1e-14, MostIterations);
        try
        {
            bfgs.FindMinimum(objective, start);
        }
        catch (Exception stop) when (stop is OptimizationException or EvaluationException && double.IsFinite(best.Loss))
        {
            return best;
        }

        return best;
    }

    /// <summary>The summed Huber loss in units of its width, and its gradient.</summary>
    public (double Loss, Vector<double> Gradient) Evaluate(Vector<double> constants)
    {
        int resources = (constants.Count - 1) / 2;
        double total = 0;
        double[] gradient = new double[constants.Count];
        Span<double> terms = stackalloc double[1 + resources];
        for (int point = 0; point < logLosses.Length; point++)
        {
            terms[0] = constants[0];
            for (int j = 0; j < resources; j++)
                terms[1 + j] = constants[1 + 2 * j] - constants[2 + 2 * j] * logResources[point][j];

            double logSum = LogSumExp(terms);
            double residual = logSum - logLosses[point];
            total += Huber(residual);
            double slope = Math.Clamp(residual / HuberWidth, -1, 1);
            gradient[0] += slope * Math.Exp(terms[0] - logSum);
            for (int j = 0; j < resources; j++)
            {
                double share = slope * Math.Exp(terms[1 + j] - logSum);
                gradient[1 + 2 * j] += share;
                gradient[2 + 2 * j] -= share * logResources[point][j];
            }
        }

        return (total, Vector<double>.Build.Dense(gradient));
    }

    private static double Huber(double residual)
    {
        double size = Math.Abs(residual) / HuberWidth;
        return size <= 1 ? size * size / 2 * HuberWidth : (size - 0.5) * HuberWidth;
    }

    private static double LogSumExp(ReadOnlySpan<double> terms)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double term in terms)
            largest = Math.Max(largest, term);
        foreach (double term in terms)
            sum += Math.Exp(term - largest);
        return largest + Math.Log(sum);
    }

    /// <summary>Constants in this class's order, and the summed Huber loss there.</summary>
    internal sealed record Solution(Vector<double> Constants, double Loss);
}
