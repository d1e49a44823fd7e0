using System.Globalization;

namespace NotebookCourse.Scaling;

/// <summary>The course's own ladder: one architecture in seven sizes, trained on the same text in the same order.</summary>
public static class Ladder
{
    private const string Header = "rung,parameters,tokens,validation_loss";

    /// <summary>The curves under <c>data/ladder</c>, smallest rung first.</summary>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The file is damaged; the message names the line.</exception>
    public static IReadOnlyList<Rung> Load() => Parse(File.ReadAllLines(CourseData.Path("ladder", "curves.csv")));

    internal static IReadOnlyList<Rung> Parse(string[] lines)
    {
        if (lines.Length < 2 || lines[0] != Header)
            throw new InvalidDataException($"The ladder's curves begin with '{(lines.Length > 0 ? lines[0] : "")}'; expected '{Header}' and a line for each point. Restore data/ladder/curves.csv.");
        return [.. lines.Skip(1).Select((line, i) => Point(line, i + 2))
            .GroupBy(point => point.Rung, point => point.Run)
            .Select(rung => new Rung(rung.Key, [.. rung.OrderBy(run => run.Tokens)]))
            .OrderBy(rung => rung.Parameters)];
    }

    private static (string Rung, RunPoint Run) Point(string line, int number)
    {
        string[] fields = line.Split(',');
        return fields.Length == 4 && Number(fields[1], out double parameters) && Number(fields[2], out double tokens) && Number(fields[3], out double loss)
            ? (fields[0], new RunPoint(parameters, tokens, loss))
            : throw new InvalidDataException($"Line {number} of the ladder's curves is '{line}'; expected a name and three numbers above 0. Restore data/ladder/curves.csv.");
    }

    private static bool Number(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value > 0 && double.IsFinite(value);
}

/// <summary>One size of the ladder and its curve.</summary>
/// <param name="Name">Its configuration in <c>data/models</c>.</param>
/// <param name="Curve">Validation losses after ever more tokens; at least one.</param>
public sealed record Rung(string Name, IReadOnlyList<RunPoint> Curve)
{
    /// <summary>N, parameters in all.</summary>
    public double Parameters => Curve[0].Parameters;

    /// <summary>The end of the run.</summary>
    public RunPoint Final => Curve[^1];
}
