namespace NotebookCourse.Accounting;

/// <summary>Rotary position embedding: the base of its frequencies, and YaRN if it is stretched.</summary>
public sealed record RotaryConfig
{
    /// <summary>Base of the frequencies: pair i of width d turns by theta^(-2i/d) a position. Range: greater than 1.</summary>
    public double Theta { get; init; } = 10_000;

    /// <summary>How the frequencies are stretched for longer texts, or null.</summary>
    public YarnConfig? Yarn { get; init; }

    internal void Validate()
    {
        ModelConfig.Require(Theta > 1, $"rope_theta is {Theta}, expected a number greater than 1.");
        Yarn?.Validate();
    }
}

/// <summary>YaRN (Peng et al. 2023): slow pairs are interpolated, fast ones left alone, those between blended.</summary>
public sealed record YarnConfig
{
    /// <summary>How many times longer than <see cref="OriginalPositions"/> the text may be. Range: greater than 0.</summary>
    public required double Factor { get; init; }

    /// <summary>The length the model was first trained on, in tokens. Range: at least 1.</summary>
    public required int OriginalPositions { get; init; }

    /// <summary>Pairs that turn more often than this within the original length keep their frequency.</summary>
    public double BetaFast { get; init; } = 32;

    /// <summary>Pairs that turn less often than this within the original length are slowed by the whole factor.</summary>
    public double BetaSlow { get; init; } = 1;

    /// <summary>Weight of the logarithmic correction on the rotated vectors, relative to <see cref="MagnitudeAllDimensions"/>.</summary>
    public double Magnitude { get; init; } = 1;

    /// <summary>Weight of the logarithmic correction on attention scores as a whole.</summary>
    public double MagnitudeAllDimensions { get; init; } = 1;

    internal void Validate()
    {
        ModelConfig.Require(Factor > 0, $"rope_scaling.factor is {Factor}, expected a number greater than 0.");
        ModelConfig.AtLeastOne(OriginalPositions, "rope_scaling.original_max_position_embeddings", int.MaxValue);
        ModelConfig.Require(BetaSlow > 0 && BetaFast >= BetaSlow,
            $"rope_scaling.beta_fast is {BetaFast} and beta_slow {BetaSlow}, expected beta_fast >= beta_slow > 0.");
    }
}
