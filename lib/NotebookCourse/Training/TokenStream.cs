using System.Buffers;
using NotebookCourse.Text;

namespace NotebookCourse.Training;

/// <summary>A text as one long row of token ids: what training reads from.</summary>
/// <param name="Tokens">The ids, in order.</param>
public sealed record TokenStream(ReadOnlyMemory<int> Tokens)
{
    /// <summary>Number of tokens.</summary>
    public int Length => Tokens.Length;

    /// <summary>FNV-1a of all ids: tells at a resume whether the data is still the same.</summary>
    public ulong Fingerprint()
    {
        ulong hash = 14695981039346656037;
        foreach (int token in Tokens.Span)
            hash = (hash ^ (uint)token) * 1099511628211;
        return hash;
    }

    /// <summary>Tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    public static TokenStream Of(string text, ITokenizer tokenizer) => new(tokenizer.Encode(text));

    /// <summary>Tokens of a text given in blocks, each encoded by itself.</summary>
    /// <param name="blocks">For example from <see cref="TextBlocks.Read"/>.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    public static TokenStream Of(IEnumerable<string> blocks, ITokenizer tokenizer)
    {
        var tokens = new ArrayBufferWriter<int>();
        foreach (string block in blocks)
            tokens.Write(tokenizer.Encode(block));
        return new TokenStream(tokens.WrittenMemory); // not copied
    }

    /// <summary>The first part to train on and the rest to validate with.</summary>
    /// <param name="share">Share of the first part. Range: above 0, below 1.</param>
    /// <param name="contextLength">Each part must hold at least one window of this many tokens and one more.</param>
    /// <exception cref="InvalidDataException">A part is too short; the message says how long the text would have to be.</exception>
    public (TokenStream Training, TokenStream Validation) Split(double share, int contextLength)
    {
        if (share is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The training share is above 0 and below 1, for example 0.9.");
        int cut = (int)(Length * share);
        if (Math.Min(cut, Length - cut) < contextLength + 1)
        {
            int needed = (int)Math.Ceiling((contextLength + 1) / Math.Min(share, 1 - share));
            throw new InvalidDataException(
                $"The text has {Length} tokens. A context of {contextLength} needs at least {contextLength + 1} tokens to train on and as many to validate with, "
                + $"so about {needed} in all (share {share} for training). Give a longer text, or a configuration with a shorter context.");
        }

        return (new TokenStream(Tokens[..cut]), new TokenStream(Tokens[cut..]));
    }
}
