using System.Text.Json;
using System.Text.RegularExpressions;

namespace NotebookCourse.Exercises;

/// <summary>The seeds that a lesson's cells name: with them, what it computes can be computed again.</summary>
/// <param name="Lesson">The notebook's name, such as <c>07-attention</c>.</param>
/// <param name="Seeds">The seeds, each once, least first.</param>
/// <param name="Trouble">Why the notebook could not be read; null if it could.</param>
public sealed partial record LessonSeeds(string Lesson, IReadOnlyList<long> Seeds, string? Trouble = null)
{
    private const long MostBytes = 64 << 20;

    /// <summary>The seeds of every notebook of the course that names one or cannot be read, in order; none where there are no notebooks.</summary>
    public static IReadOnlyList<LessonSeeds> Read()
    {
        string course = Path.GetDirectoryName(Path.GetDirectoryName(CourseData.Path("claims"))!)!;
        return Read(Path.Combine(course, "notebooks", Language.Current));
    }

    /// <summary>The same of a folder of notebooks.</summary>
    internal static IReadOnlyList<LessonSeeds> Read(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. from file in Directory.EnumerateFiles(folder, "*.ipynb").Order(StringComparer.Ordinal)
           let lesson = OfFile(file)
           where lesson.Seeds.Count > 0 || lesson.Trouble is not null
           select lesson,
    ];

    /// <summary>The seeds that a cell's code names: <c>seed: 1</c>, <c>seeds = [1, 2, 3]</c>, <c>new Random(7)</c>, <c>manual_seed(7)</c>.</summary>
    internal static IEnumerable<long> In(string code) =>
        from Match named in Named().Matches(code)
        from Match number in Number().Matches(named.Value)
        where long.TryParse(number.Value, out _)
        select long.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture);

    private static LessonSeeds OfFile(string file)
    {
        string lesson = Path.GetFileNameWithoutExtension(file);
        try
        {
            using JsonDocument notebook = JsonDocument.Parse(PlainFile.ReadBytes(file, MostBytes));
            return new LessonSeeds(lesson, [.. Code(notebook.RootElement).SelectMany(In).Distinct().Order()]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new LessonSeeds(lesson, [], exception.Message);
        }
    }

    private static IEnumerable<string> Code(JsonElement notebook) =>
        from cell in notebook.GetProperty("cells").EnumerateArray()
        where cell.GetProperty("cell_type").GetString() == "code"
        let source = cell.GetProperty("source")
        select source.ValueKind == JsonValueKind.Array ? string.Concat(source.EnumerateArray().Select(line => line.GetString())) : source.GetString() ?? "";

    [GeneratedRegex(@"\b(?:seeds?\s*[:=]\s*(?:\[\s*)?|new\s+Random\(\s*|manual_seed\(\s*)\d+(?:\s*,\s*\d+)*", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
