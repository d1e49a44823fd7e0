namespace NotebookCourse.Training;

/// <summary>
/// A handwritten digit from MNIST (LeCun, Cortes and Burges), halved in size: <c>data/digits</c> says where it came from.
/// </summary>
/// <param name="Label">What was meant. Range: 0 to 9.</param>
/// <param name="Pixels">Ink from 0 to 1, row after row from the top; shape [196], 14 rows of 14.</param>
public sealed record Digit(int Label, double[] Pixels)
{
    /// <summary>Pixels in a row, and rows in a picture.</summary>
    public const int Side = 14;

    /// <summary>The thousand digits, in turns: 0 to 9, and again; so that the first ten times n hold n of each.</summary>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The file is damaged; the message names the line.</exception>
    public static IReadOnlyList<Digit> Load() => Load(CourseData.Path("digits", "digits.txt"));

    /// <summary>Reads digits from a given file: a line for each, the label, a blank and a hexadecimal figure for each pixel.</summary>
    internal static IReadOnlyList<Digit> Load(string path)
    {
        string[] lines = PlainFile.ReadText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 0
            ? [.. lines.Select((line, i) => Read(line, $"{path}, line {i + 1}"))]
            : throw new InvalidDataException($"{path} is empty; expected one digit a line. Restore it (git checkout -- data/digits/digits.txt).");
    }

    private static Digit Read(string line, string place)
    {
        string[] parts = line.TrimEnd('\r').Split(' ');
        if (parts is not [[>= '0' and <= '9'] label, { Length: Side * Side } pixels] || !pixels.All(char.IsAsciiHexDigit))
        {
            throw new InvalidDataException($"{place}: '{(line.Length > 24 ? line[..24] + "..." : line)}' is no digit; expected a label from 0 to 9, a blank "
                + $"and {Side * Side} hexadecimal figures. Restore the file (git checkout -- data/digits/digits.txt).");
        }

        return new Digit(label[0] - '0', [.. pixels.Select(pixel => Convert.ToInt32($"{pixel}", 16) / 15.0)]);
    }
}
