using NotebookCourse.Probability;

namespace NotebookCourse.Text;

/// <summary>How surprised a model was by a text.</summary>
/// <param name="Tokens">The tokens it predicted; at least 1.</param>
/// <param name="TotalBits">Their surprise together, -sum log2 P(token | what precedes it), in bits.</param>
/// <param name="Bytes">The text's size in UTF-8 bytes, or 0 when only tokens are known.</param>
public readonly record struct TextScore(long Tokens, double TotalBits, long Bytes = 0)
{
    /// <summary>The cross-entropy in bits per token.</summary>
    public double BitsPerToken => TotalBits / Tokens;

    /// <summary>2 to the bits per token.</summary>
    public double Perplexity => Information.Perplexity(BitsPerToken);

    /// <summary>Bits per UTF-8 byte, comparable across tokenizers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size in bytes is not known.</exception>
    public double BitsPerByte => Information.BitsPerByte(TotalBits, Bytes);
}
