namespace NotebookCourse.Text;

/// <summary>Cuts a text into the pieces inside which byte pairs are merged.</summary>
public static class PreTokenizer
{
    /// <summary>The pieces of a text, in order; together they are the text.</summary>
    public static IReadOnlyList<string> Split(string text, PreTokenization how = PreTokenization.DeepSeekV3)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (how == PreTokenization.None)
            return text.Length == 0 ? [] : [text];

        if (how == PreTokenization.Rules)
            throw new ArgumentException("These rules belong to one vocabulary: ask its Rules.Split(text).", nameof(how));

        var pieces = new List<string>();
        var scanner = new PieceScanner(text);
        while (scanner.TryNext(out ReadOnlySpan<char> piece))
            pieces.Add(piece.ToString());
        return pieces;
    }
}
