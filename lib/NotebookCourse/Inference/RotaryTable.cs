using NotebookCourse.Accounting;
using NotebookCourse.Layers;

namespace NotebookCourse.Inference;

/// <summary>
/// Rotary position embedding: pair i of a vector at position p is turned by the angle p / theta^(2i / size), under YaRN by less.
/// </summary>
internal sealed class RotaryTable
{
    private readonly float[] _frequencies, _cosine, _sine;
    private readonly double _scale;

    /// <summary>The angles of a width.</summary>
    /// <param name="size">Rotated width, even.</param>
    /// <param name="theta">Base of the frequencies.</param>
    /// <param name="yarn">How positions are stretched; null for not at all.</param>
    /// <param name="scale">What rotated vectors are multiplied by.</param>
    /// <param name="maxTokens">Most positions at once.</param>
    public RotaryTable(int size, double theta, YarnConfig? yarn, double scale, int maxTokens)
    {
        (Pairs, _scale) = (size / 2, scale);
        double[]? kept = yarn is null ? null : Yarn.KeptShare(yarn, theta, size);
        _frequencies = new float[Pairs];
        for (int pair = 0; pair < Pairs; pair++)
        {
            double own = 1 / Math.Pow(theta, 2.0 * pair / size);
            _frequencies[pair] = (float)(kept is null ? own : (own / yarn!.Factor * (1 - kept[pair])) + (own * kept[pair]));
        }

        _cosine = new float[maxTokens * Pairs];
        _sine = new float[maxTokens * Pairs];
    }

    /// <summary>Pairs of a vector.</summary>
    public int Pairs { get; }

    /// <summary>Cosines, [token, pair], of the positions of the last <see cref="MoveTo"/>.</summary>
    public ReadOnlySpan<float> Cosine => _cosine;

    /// <summary>Sines, likewise.</summary>
    public ReadOnlySpan<float> Sine => _sine;

    /// <summary>Computes the angles of consecutive positions.</summary>
    public void MoveTo(int start, int tokens)
    {
        for (int token = 0; token < tokens; token++)
        {
            for (int pair = 0; pair < Pairs; pair++)
            {
                float angle = (start + token) * _frequencies[pair];
                _cosine[(token * Pairs) + pair] = (float)(Math.Cos(angle) * _scale);
                _sine[(token * Pairs) + pair] = (float)(Math.Sin(angle) * _scale);
            }
        }
    }

    /// <summary>Turns neighbours: (0,1), (2,3), ... as DeepSeek does.</summary>
    public void TurnNeighbours(Span<float> vector, int token)
    {
        Span<float> cosine = _cosine.AsSpan(token * Pairs, Pairs), sine = _sine.AsSpan(token * Pairs, Pairs);
        for (int pair = 0; pair < Pairs; pair++)
        {
            var (a, b) = (vector[2 * pair], vector[(2 * pair) + 1]);
            (vector[2 * pair], vector[(2 * pair) + 1]) = ((a * cosine[pair]) - (b * sine[pair]), (a * sine[pair]) + (b * cosine[pair]));
        }
    }

    /// <summary>Turns the first half with the second: (0,n/2), (1,n/2+1), ... as Hugging Face's Llama does.</summary>
    public void TurnHalves(Span<float> vector, int token)
    {
        Span<float> cosine = _cosine.AsSpan(token * Pairs, Pairs), sine = _sine.AsSpan(token * Pairs, Pairs);
        for (int pair = 0; pair < Pairs; pair++)
        {
            var (a, b) = (vector[pair], vector[pair + Pairs]);
            (vector[pair], vector[pair + Pairs]) = ((a * cosine[pair]) - (b * sine[pair]), (a * sine[pair]) + (b * cosine[pair]));
        }
    }
}
