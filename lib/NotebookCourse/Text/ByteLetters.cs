namespace NotebookCourse.Text;

/// <summary>The letters that stand for bytes in byte-level BPE files, so that each token can be read (GPT-2's bytes_to_unicode).</summary>
internal static class ByteLetters
{
    private const int Shifted = 256; // the first letter of the bytes that have none of their own

    private static readonly string[] Letters = All();
    private static readonly Dictionary<char, byte> Bytes = Letters.Select((letter, value) => (letter, value)).ToDictionary(pair => pair.letter[0], pair => (byte)pair.value);

    /// <summary>The letter of a byte.</summary>
    public static string Of(byte value) => Letters[value];

    /// <summary>The bytes of a token as it is written; null if a letter stands for no byte.</summary>
    public static byte[]? BytesOf(string token) => token.All(Bytes.ContainsKey) ? [.. token.Select(letter => Bytes[letter])] : null;

    // Printable Latin-1 stands for itself; the others follow one another from U+0100.
    private static string[] All()
    {
        string[] letters = new string[256];
        int next = Shifted;
        for (int value = 0; value < 256; value++)
        {
            bool isItself = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            letters[value] = $"{(char)(isItself ? value : next++)}";
        }

        return letters;
    }
}
