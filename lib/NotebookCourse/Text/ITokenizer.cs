namespace NotebookCourse.Text;

/// <summary>Text to integer ids and back: all that a language model knows of writing.</summary>
public interface ITokenizer
{
    /// <summary>How many ids there are: every id is in [0, VocabularySize).</summary>
    int VocabularySize { get; }

    /// <summary>The ids of <paramref name="text"/>, in order.</summary>
    int[] Encode(string text);

    /// <summary>The text of <paramref name="ids"/>.</summary>
    /// <exception cref="ArgumentException">An id stands for no token.</exception>
    string Decode(ReadOnlySpan<int> ids);
}
