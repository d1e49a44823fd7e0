using System.Text.Json.Nodes;
using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Notebooks;
using NotebookCourse.Workshop.Running;

namespace NotebookCourse.Workshop.Building;

/// <summary>Makes a lesson's notebooks, with what their cells show.</summary>
internal sealed class LessonBuild(CourseFolder folder, Course course, LessonRunner runner)
{
    /// <summary>Where the notebook of a lesson lies.</summary>
    public static string NotebookPath(CourseFolder folder, string lessonId, string language) =>
        Path.Combine(folder.Notebooks(language), $"{lessonId}.ipynb");

    /// <summary>The notebook that is there; empty if there is none or it is damaged, since a build makes it again.</summary>
    public static IReadOnlyList<ExecutedCell> Committed(string path)
    {
        try
        {
            return File.Exists(path) ? NotebookFile.Read(path) : [];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    /// <summary>Writes the hints, so that the running cells find them.</summary>
    /// <returns>Whether the file changed.</returns>
    public bool WriteTexts(Lesson lesson) => AtomicFile.Write(ExerciseTexts.File(folder, lesson), ExerciseTexts.Write(lesson));

    /// <summary>Runs the lesson in one language and writes its notebook.</summary>
    /// <param name="lesson">The lesson.</param>
    /// <param name="language"><c>en</c> or <c>zh</c>.</param>
    /// <param name="onCell">Called after each code cell, with the number done.</param>
    /// <param name="cancellationToken">Stops it; the old notebook stays.</param>
    /// <returns>The run, and whether the notebook changed. A lesson that fails writes nothing.</returns>
    public async Task<(LessonRun Run, bool Changed)> WriteAsync(Lesson lesson, string language, Action<int> onCell, CancellationToken cancellationToken)
    {
        IReadOnlyList<NotebookCell> cells = NotebookMaker.Make(lesson, language, course.Ids);
        LessonRun run = await runner.RunAsync(lesson.Id, language, NotebookMaker.MakeVerified(lesson, language, course.Ids), onCell, null, cancellationToken);
        if (run.Failure is not null)
            return (run, false);

        string path = NotebookPath(folder, lesson.Id, language);
        Dictionary<string, JsonArray> fresh = run.Cells.ToDictionary(cell => cell.Executed.Cell.Id, cell => cell.Executed.Outputs);
        byte[] notebook = NotebookFile.Write(NotebookMerge.Merge(cells, fresh, Committed(path)));
        return (run, AtomicFile.Write(path, notebook));
    }

    /// <summary>Writes the lesson's notebook with the outputs that are stored, found by the cells' ids.</summary>
    /// <returns>The code cells that have none; the notebook is not written then.</returns>
    public IReadOnlyList<LessonProblem> WriteStored(Lesson lesson, string language)
    {
        string path = NotebookPath(folder, lesson.Id, language);
        IReadOnlyList<ExecutedCell> committed = Committed(path);
        Dictionary<string, JsonArray> outputs = committed.DistinctBy(cell => cell.Cell.Id).ToDictionary(cell => cell.Cell.Id, cell => cell.Outputs);
        IReadOnlyList<NotebookCell> cells = NotebookMaker.Make(lesson, language, course.Ids);
        LessonProblem[] missing =
        [
            .. cells.Where(cell => cell.IsCode && !outputs.ContainsKey(cell.Id)).Select(cell => new LessonProblem(
                lesson.File, cell.Line, $"the {language} notebook has no output of this cell; 'dotnet course.cs build {lesson.Number:00}' runs it")),
        ];
        if (missing.Length == 0)
            AtomicFile.Write(path, NotebookFile.Write([.. cells.Select(cell => new ExecutedCell(cell, outputs.GetValueOrDefault(cell.Id)?.DeepClone().AsArray() ?? []))]));
        return missing;
    }
}
