using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NotebookCourse.Text;

/// <summary>The lines of a tokenizer's file, counted, and what they may hold.</summary>
/// <param name="reader">The file's text.</param>
/// <param name="path">The file, for messages.</param>
internal sealed class TokenizerLines(StreamReader reader, string path)
{
    /// <summary>Characters of a line: the longest spelling and the ids of 256 bytes fit in easily.</summary>
    private const int LongestLine = 100_000;

    private readonly StringBuilder _line = new();

    /// <summary>Lines read.</summary>
    public int Number { get; private set; }

    public string Next() => Read() ?? throw new InvalidDataException($"the file ends here, though more should follow: '{Path.GetFileName(path)}' was cut short.");

    public void RequireEnd()
    {
        if (Read() is { } line)
            throw new InvalidDataException($"after 'end' nothing was expected, found '{line[..Math.Min(line.Length, 40)]}'.");
    }

    public string Field(string name)
    {
        string line = Next();
        return line.StartsWith(name + " ", StringComparison.Ordinal)
            ? line[(name.Length + 1)..]
            : throw new InvalidDataException($"'{name} ...' was expected.");
    }

    public int[] Numbers(string text, int count)
    {
        int[] numbers = [.. text.Split(' ').Select(Number32)];
        return numbers.Length == count ? numbers : throw new InvalidDataException($"{count} numbers were expected, there are {numbers.Length}.");
    }

    public (int Left, int Right) Pair()
    {
        ReadOnlySpan<char> line = Next();
        int space = line.IndexOf(' ');
        return space > 0
            && int.TryParse(line[..space], NumberStyles.None, CultureInfo.InvariantCulture, out int left)
            && int.TryParse(line[(space + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int right)
            ? (left, right)
            : throw new InvalidDataException($"two ids were expected, found '{line[..Math.Min(line.Length, 40)]}'.");
    }

    public AddedToken AddedToken()
    {
        string[] parts = Next().Split(' ', 2);
        if (parts.Length != 2)
            throw new InvalidDataException("an id and a spelling in quotes were expected.");
        StrictJson.Require(parts[1], "the spelling");
        return JsonSerializer.Deserialize<string>(parts[1]) is { } content
            ? new AddedToken(Number32(parts[0]), content)
            : throw new InvalidDataException("an id and a spelling in quotes were expected.");
    }

    /// <summary>A line without its end, or null after the last; never more of it than a line may have.</summary>
    private string? Read()
    {
        Number++;
        _line.Clear();
        int letter;
        while ((letter = reader.Read()) is not (-1 or '\n'))
        {
            if (_line.Length == LongestLine)
                throw new InvalidDataException($"the line is longer than {LongestLine:N0} characters.");
            _line.Append((char)letter);
        }

        if (letter < 0 && _line.Length == 0)
            return null;
        string line = _line.ToString();
        return line.EndsWith('\r') ? line[..^1] : line;
    }

    private static int Number32(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new InvalidDataException($"a whole number was expected, found '{text[..Math.Min(text.Length, 40)]}'.");
}
