using NotebookCourse.Layers;
using static TorchSharp.torch;

namespace NotebookCourse.Routing;

/// <summary>How evenly tokens were spread over experts.</summary>
/// <param name="Tokens">Tokens each expert received.</param>
public sealed record ExpertLoad(IReadOnlyList<long> Tokens)
{
    /// <summary>Counts choices.</summary>
    /// <param name="experts">Chosen experts, Int64, of any shape.</param>
    /// <param name="expertCount">How many experts there are.</param>
    /// <exception cref="ArgumentException">A choice is out of range.</exception>
    public static ExpertLoad Of(Tensor experts, int expertCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(expertCount, 1);
        Shape.RequireIds(experts, "The chosen experts", expertCount);
        using var scope = NewDisposeScope();
        return new ExpertLoad(experts.flatten().bincount(null, minlength: expertCount).data<long>().ToArray());
    }

    /// <summary>All choices together.</summary>
    public long Total => Tokens.Sum();

    /// <summary>The fullest expert relative to the mean, minus one: 0 when even (MaxVio in arXiv 2408.15664).</summary>
    public double MaxViolation => Total == 0 ? 0 : (Tokens.Max() * (double)Tokens.Count / Total) - 1;

    /// <summary>Standard deviation over mean: 0 when even.</summary>
    public double CoefficientOfVariation
    {
        get
        {
            double mean = (double)Total / Tokens.Count;
            return mean == 0 ? 0 : Math.Sqrt(Tokens.Average(tokens => (tokens - mean) * (tokens - mean))) / mean;
        }
    }

    /// <summary>Experts nobody chose.</summary>
    public int Unused => Tokens.Count(tokens => tokens == 0);

    /// <summary>Into how many equally loaded experts the load could be divided: e to the entropy. Range: 1 to the number of experts.</summary>
    public double EffectiveExperts
        => Total == 0 ? 0 : Math.Exp(-Tokens.Where(tokens => tokens > 0).Select(tokens => tokens / (double)Total).Sum(share => share * Math.Log(share)));
}
