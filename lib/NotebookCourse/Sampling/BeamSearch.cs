namespace NotebookCourse.Sampling;

/// <summary>
/// Looks for a likely continuation as a whole instead of a likely next token: keeps the best few unfinished
/// continuations at every step. Scores are log-probabilities divided by ((5 + length) / 6)^α, or short answers would
/// always win (Wu et al. 2016, arXiv 1609.08144, Eq. 14).
/// </summary>
/// <param name="model">The model that scores.</param>
/// <param name="width">Continuations kept at each step. Range: 1 (which is greedy) or more.</param>
/// <param name="lengthExponent">α. Range: 0 (no normalisation) or above; 0.6 to 0.7 in the paper.</param>
public sealed class BeamSearch(INextTokenModel model, int width, double lengthExponent = 0.6)
{
    private readonly int _width = width >= 1
        ? width
        : throw new ArgumentOutOfRangeException(nameof(width), width, "A beam keeps at least one continuation.");

    private readonly double _exponent = lengthExponent >= 0
        ? lengthExponent
        : throw new ArgumentOutOfRangeException(nameof(lengthExponent), lengthExponent, "The exponent of the length is 0 or above.");

    /// <summary>The best continuations, best first, at most as many as the beam is wide.</summary>
    /// <param name="prompt">At least one token.</param>
    /// <param name="longest">Most tokens of a continuation. Range: 1 or more.</param>
    /// <param name="endToken">A token that finishes a continuation and is part of it; null if there is none.</param>
    public IReadOnlyList<Beam> Search(int[] prompt, int longest, int? endToken = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        List<Beam> open = [new Beam([], 0, 0)], finished = [];
        for (int length = 1; length <= longest && open.Count > 0; length++)
        {
            var candidates = open.SelectMany(beam => Continue(prompt, beam)).OrderByDescending(beam => beam.Score).Take(_width).ToList();
            finished.AddRange(candidates.Where(beam => beam.Tokens[^1] == endToken));
            open = [.. candidates.Where(beam => beam.Tokens[^1] != endToken)];
        }

        return [.. finished.Concat(open).OrderByDescending(beam => beam.Score).Take(_width)];
    }

    private IEnumerable<Beam> Continue(int[] prompt, Beam beam)
    {
        double[] p = LogitStep.Softmax(model.NextLogits([.. prompt, .. beam.Tokens]));
        return Enumerable.Range(0, p.Length)
            .OrderByDescending(token => p[token])
            .Take(_width) // no candidate beyond the width can survive
            .Where(token => p[token] > 0)
            .Select(token =>
            {
                double logProbability = beam.LogProbability + Math.Log(p[token]);
                double norm = Math.Pow((5 + beam.Tokens.Count + 1) / 6.0, _exponent);
                return new Beam([.. beam.Tokens, token], logProbability, logProbability / norm);
            });
    }
}

/// <summary>One continuation of a prompt.</summary>
/// <param name="Tokens">The tokens after the prompt.</param>
/// <param name="LogProbability">Natural logarithm of their joint probability.</param>
/// <param name="Score">The same after length normalisation; what beams are ranked by.</param>
public sealed record Beam(IReadOnlyList<int> Tokens, double LogProbability, double Score);
