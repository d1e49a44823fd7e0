using System.Text.Encodings.Web;
using System.Text.Json;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Pages;

/// <summary>The words of all lessons, as a script that the pages load when someone searches.</summary>
internal static class SearchIndex
{
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One entry a Markdown cell: page, anchor, lesson, heading, words.</summary>
    public static string Script(IReadOnlyList<PageLesson> lessons, string language) =>
        $"window.courseSearch={JsonSerializer.Serialize(lessons.SelectMany(lesson => Entries(lesson, language)), Format)};\n";

    private static IEnumerable<string[]> Entries(PageLesson lesson, string language)
    {
        string title = $"{lesson.Number} {lesson.Header.Title.In(language)}";
        string heading = "";
        foreach ((int index, ExecutedCell cell) in lesson.Cells.Index())
        {
            if (cell.Cell.IsCode || cell.Cell.Source.StartsWith("<details>", StringComparison.Ordinal))
                continue;
            heading = Prose.Render(cell.Cell.Source, "").Headings.FirstOrDefault(h => h.Level > 1)?.Text ?? heading;
            yield return [$"{lesson.Id}.html", $"c{index}", title, heading, Prose.Words(cell.Cell.Source)];
        }
    }
}
