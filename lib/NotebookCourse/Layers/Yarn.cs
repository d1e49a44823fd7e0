using NotebookCourse.Accounting;

namespace NotebookCourse.Layers;

/// <summary>The numbers of YaRN: which rotary pairs are slowed down for long texts, by how much, and how attention is sharpened to make up for it.</summary>
/// <remarks>Peng et al. 2023 (arXiv 2309.00071), sections 3.2 and 3.4, in the form of DeepSeek's <c>inference/model.py</c>.</remarks>
public static class Yarn
{
    /// <summary>The share of its own frequency each pair keeps: 1 for fast pairs, 0 for slow ones, a straight line between.</summary>
    /// <param name="yarn">The stretch.</param>
    /// <param name="theta">Base of the frequencies.</param>
    /// <param name="rotarySize">Rotated width, twice the number of pairs.</param>
    /// <returns>One share a pair, each from 0 to 1.</returns>
    public static double[] KeptShare(YarnConfig yarn, double theta, int rotarySize)
    {
        double low = Math.Max(Math.Floor(PairTurning(yarn.BetaFast, yarn, theta, rotarySize)), 0);
        double high = Math.Min(Math.Ceiling(PairTurning(yarn.BetaSlow, yarn, theta, rotarySize)), rotarySize - 1);
        if (low == high)
            high += 0.001; // a step, not a division by zero
        var kept = new double[rotarySize / 2];
        for (int pair = 0; pair < kept.Length; pair++)
            kept[pair] = 1 - Math.Clamp((pair - low) / (high - low), 0, 1);
        return kept;
    }

    /// <summary>The (fractional) number of the pair that makes so many full turns within the original length.</summary>
    private static double PairTurning(double turns, YarnConfig yarn, double theta, int rotarySize)
        => rotarySize * Math.Log(yarn.OriginalPositions / (turns * 2 * Math.PI)) / (2 * Math.Log(theta));

    /// <summary>The logarithmic correction (mscale): 0.1 weight ln(factor) + 1, or 1 where nothing is stretched.</summary>
    /// <param name="factor">The stretch.</param>
    /// <param name="weight">Its weight.</param>
    public static double Magnitude(double factor, double weight)
        => factor <= 1 ? 1 : (0.1 * weight * Math.Log(factor)) + 1;

    /// <summary>What attention scores are multiplied by: 1/sqrt(query head size), times the squared correction under YaRN.</summary>
    /// <param name="config">The model; 192^(-1/2) times 1.3689^2 for DeepSeek-V3.</param>
    public static double AttentionScale(ModelConfig config)
    {
        int size = config.Latent?.QueryHeadSize ?? config.HeadSize;
        double magnitude = config is { UsesYarn: true, Rotary.Yarn: { } yarn } ? Magnitude(yarn.Factor, yarn.MagnitudeAllDimensions) : 1;
        return magnitude * magnitude / Math.Sqrt(size);
    }

    /// <summary>What rotated vectors are multiplied by: 1 in every model DeepSeek published, where both weights are equal.</summary>
    /// <param name="config">The model.</param>
    public static double RotationScale(ModelConfig config)
        => config is { UsesYarn: true, Rotary.Yarn: { } yarn }
            ? Magnitude(yarn.Factor, yarn.Magnitude) / Magnitude(yarn.Factor, yarn.MagnitudeAllDimensions)
            : 1;
}
