using System.Globalization;

namespace NotebookCourse.Probability;

/// <summary>What makes a list of numbers a probability distribution, and the check of it.</summary>
public static class Probabilities
{
    /// <summary>How far from 1 a sum may be: rounding of double-precision sums, not of printed digits.</summary>
    public const double SumTolerance = 1e-9;

    /// <summary>
    /// Says what keeps the numbers from being a distribution, or nothing when they are one: at least one number, each
    /// finite and in [0, 1], and a sum of 1 within <see cref="SumTolerance"/>.
    /// </summary>
    /// <param name="probabilities">Any numbers; shape [outcomes].</param>
    public static string? Fault(ReadOnlySpan<double> probabilities)
    {
        if (probabilities.IsEmpty)
            return "There are no probabilities; expected at least one outcome.";

        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            double p = probabilities[i];
            if (!double.IsFinite(p) || p < 0)
                return $"Probability {i} is {Show(p)}; expected a number from 0 to 1.";
            sum += p;
        }

        if (Math.Abs(sum - 1) <= SumTolerance)
            return null;

        string side = sum > 1 ? $"{Show(sum - 1)} too much" : $"{Show(1 - sum)} missing";
        return $"{probabilities.Length} probabilities sum to {Show(sum)}, not to 1 ({side}). "
            + "Divide each by the sum, or build the distribution from counts or weights.";
    }

    /// <summary>Throws unless the numbers are a probability distribution.</summary>
    /// <param name="probabilities">Shape [outcomes].</param>
    /// <exception cref="ArgumentException">They are not; the message is that of <see cref="Fault"/>.</exception>
    public static void Require(ReadOnlySpan<double> probabilities)
    {
        if (Fault(probabilities) is { } fault)
            throw new ArgumentException(fault, nameof(probabilities));
    }

    /// <summary>Ten decimal places: enough to tell 1.0000012333 from 1, too few to show rounding noise.</summary>
    internal static string Show(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);
}
