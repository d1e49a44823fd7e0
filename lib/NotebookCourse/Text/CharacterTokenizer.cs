namespace NotebookCourse.Text;

/// <summary>One id a character: the simplest tokenizer, and one that knows only the characters it was given.</summary>
/// <param name="alphabet">The characters and their ids.</param>
public sealed class CharacterTokenizer(Alphabet alphabet) : ITokenizer
{
    /// <summary>The characters and their ids.</summary>
    public Alphabet Alphabet { get; } = alphabet;

    /// <inheritdoc/>
    public int VocabularySize => Alphabet.Size;

    /// <summary>A tokenizer of the characters that occur in the texts.</summary>
    /// <exception cref="ArgumentException">The texts are empty.</exception>
    public static CharacterTokenizer FromText(params string[] texts) => new(Alphabet.Of(texts));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A character is not in the alphabet; it is named, with its place.</exception>
    public int[] Encode(string text) => Alphabet.Encode(text);

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids)
    {
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)VocabularySize)
                throw new ArgumentException($"Id {id} stands for no character: ids go from 0 to {VocabularySize - 1}.", nameof(ids));
        }

        return Alphabet.Decode(ids.ToArray());
    }
}
