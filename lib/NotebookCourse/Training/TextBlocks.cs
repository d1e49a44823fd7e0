using System.Text;
using NotebookCourse.Text;

namespace NotebookCourse.Training;

/// <summary>
/// Reads a text file of any size in blocks, so that neither its bytes nor its characters are ever held as a whole.
/// </summary>
public static class TextBlocks
{
    private const int BlockCharacters = 1 << 20;

    /// <summary>
    /// The text in order, cut after a line where one ends within a block, never inside a character. Line ends become
    /// \n and a byte order mark is dropped.
    /// </summary>
    /// <param name="path">A UTF-8 file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is empty, no plain file, or not UTF-8.</exception>
    public static IEnumerable<string> Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'. Give the path of a UTF-8 text file.", path);
        PlainFile.Require(path);
        return Blocks(path, BlockCharacters);
    }

    internal static IEnumerable<string> Blocks(string path, int blockCharacters)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
        char[] buffer = new char[blockCharacters];
        var rest = new StringBuilder();
        bool first = true;
        for (int count; (count = ReadBlock(reader, buffer, path)) > 0; first = false)
        {
            int start = first && buffer[0] == '\uFEFF' ? 1 : 0;
            rest.Append(buffer, start, count - start);
            string text = rest.ToString();
            int cut = text.LastIndexOf('\n') + 1;
            if (cut == 0 && text.Length > 0) // one very long line: cut it, but not inside a pair of surrogates or a \r\n
                cut = text.Length - (char.IsHighSurrogate(text[^1]) || text[^1] == '\r' ? 1 : 0);
            rest.Clear().Append(text, cut, text.Length - cut);
            if (cut > 0)
                yield return text[..cut].ReplaceLineEndings("\n");
        }

        if (rest.Length > 0)
            yield return rest.ToString().ReplaceLineEndings("\n");
    }

    private static int ReadBlock(StreamReader reader, char[] buffer, string path)
    {
        try
        {
            return reader.ReadBlock(buffer);
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException(Utf8Fault.Message(path), error);
        }
    }
}
