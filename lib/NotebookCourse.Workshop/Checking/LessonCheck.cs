using System.Text.Json.Nodes;
using NotebookCourse.Exercises;
using NotebookCourse.Workshop.Building;
using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Notebooks;
using NotebookCourse.Workshop.Running;

namespace NotebookCourse.Workshop.Checking;

/// <summary>
/// Holds a lesson's notebooks against its source and against a fresh run, and its exercises against their solutions
/// and likely mistakes. Each language is run once; the exercises, whose code is the same in both, once.
/// </summary>
internal sealed class LessonCheck(CourseFolder folder, Course course, LessonRunner runner, Lesson lesson)
{
    private readonly List<LessonProblem> _problems = [];

    /// <summary>Compares the stored notebook and hints with what the source gives; runs nothing.</summary>
    public IReadOnlyList<LessonProblem> CheckStored(string language)
    {
        _problems.Clear();
        string path = LessonBuild.NotebookPath(folder, lesson.Id, language);
        if (!File.Exists(path))
        {
            Add(0, $"notebooks/{language}/{lesson.Id}.ipynb is not there; 'dotnet course.cs build {lesson.Number:00}' makes it");
            return [.. _problems];
        }

        if (new FileInfo(path).Length > LessonLimits.MostNotebookBytes)
            Add(0, $"notebooks/{language}/{lesson.Id}.ipynb has {new FileInfo(path).Length:N0} bytes; expected at most {LessonLimits.MostNotebookBytes:N0}: draw fewer points, or fewer figures");

        string texts = ExerciseTexts.File(folder, lesson);
        if (!File.Exists(texts) || !File.ReadAllBytes(texts).AsSpan().SequenceEqual(ExerciseTexts.Write(lesson)))
            Add(0, $"data/exercises/{lesson.Id}.json does not hold this source's hints; 'dotnet course.cs build {lesson.Number:00}' writes it");

        try
        {
            CompareNotebook(NotebookFile.Read(path), File.ReadAllBytes(path), language);
        }
        catch (InvalidDataException exception)
        {
            Add(0, exception.Message);
        }

        return [.. _problems];
    }

    /// <summary>Runs the notebook and compares its outputs with the stored ones.</summary>
    /// <param name="language"><c>en</c> or <c>zh</c>.</param>
    /// <param name="withExercises">Also tries every solution and wrong attempt, after the last cell.</param>
    /// <param name="onCell">Called after each code cell, with the number done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(LessonRun Run, IReadOnlyList<LessonProblem> Problems)> CheckRunAsync(
        string language, bool withExercises, Action<int> onCell, CancellationToken cancellationToken)
    {
        _problems.Clear();
        IReadOnlyList<NotebookCell> cells = NotebookMaker.MakeVerified(lesson, language, course.Ids);
        LessonRun run = await runner.RunAsync(
            lesson.Id, language, cells, onCell,
            withExercises ? session => TryExercisesAsync(session, language, cancellationToken) : null,
            cancellationToken);
        if (run.Problem(lesson.File) is { } failure)
            _problems.Add(failure);

        Dictionary<string, ExecutedCell> stored = LessonBuild.Committed(LessonBuild.NotebookPath(folder, lesson.Id, language))
            .DistinctBy(cell => cell.Cell.Id).ToDictionary(cell => cell.Cell.Id);
        foreach (CellRun cell in run.Cells.Where(cell => cell.IsGood && !cell.IsVerification))
            CheckOutputs(cell.Executed, stored.GetValueOrDefault(cell.Executed.Cell.Id)?.Outputs ?? [], language);
        if (run.Duration.TotalSeconds > 4 * LessonLimits.MostSeconds(lesson.Number))
            Add(1, $"the {language} notebook ran {run.Duration.TotalSeconds:0} s; expected at most {LessonLimits.MostSeconds(lesson.Number)} s, and four times that on a slow or busy machine");
        return (run, [.. _problems]);
    }

    // Cell by cell first, because that says where; then the rest of the file: kernel, format, other metadata.
    private void CompareNotebook(IReadOnlyList<ExecutedCell> stored, byte[] file, string language)
    {
        int before = _problems.Count;
        CompareCells(NotebookMaker.Make(lesson, language, course.Ids), stored, language);
        if (_problems.Count == before && !NotebookFile.Write(stored).AsSpan().SequenceEqual(file))
            Add(0, $"notebooks/{language}/{lesson.Id}.ipynb is not as a build writes it: its cells agree, its metadata, format or layout does not (did an editor save it?); 'dotnet course.cs build {lesson.Number:00}' makes it again");
    }

    private void CompareCells(IReadOnlyList<NotebookCell> expected, IReadOnlyList<ExecutedCell> stored, string language)
    {
        for (int i = 0; i < Math.Max(expected.Count, stored.Count); i++)
        {
            NotebookCell? source = expected.ElementAtOrDefault(i);
            NotebookCell? cell = stored.ElementAtOrDefault(i)?.Cell;
            bool agree = source is not null && cell is not null && source.Id == cell.Id && source.IsCode == cell.IsCode
                && source.Source == cell.Source && source.Tags.SequenceEqual(cell.Tags) && source.Facts == cell.Facts;
            if (agree)
                continue;
            Add(
                source?.Line ?? 0,
                $"cell {i + 1} of notebooks/{language}/{lesson.Id}.ipynb is not what the source gives (stored: '{Start(cell)}', source: '{Start(source)}'); edit the source, then 'dotnet course.cs build {lesson.Number:00}'");
            return;
        }
    }

    private void CheckOutputs(ExecutedCell fresh, JsonArray stored, string language)
    {
        NotebookCell cell = fresh.Cell;
        bool isVolatile = cell.Tags.Contains(NotebookCell.VolatileTag);
        if (OutputComparison.Difference(stored, fresh.Outputs, isVolatile, cell.Tolerance) is { } difference)
            Add(cell.Line, $"the output differs from the stored one ({language}): {difference}. If it should, build again; if it cannot repeat itself, say 'volatile' or 'tolerance=...'");
        if (cell.Tags.Contains(NotebookCell.ExerciseTag) && ExerciseOutcome.In(fresh).All(outcome => outcome.Status != ExerciseStatus.NotYet))
            Add(cell.Line, "the untouched exercise does not say 'not yet'; expected a stub that throws NotYet or leaves a value null, and a check shown as the cell's last expression");
    }

    private async Task TryExercisesAsync(StartedSession session, string language, CancellationToken cancellationToken)
    {
        foreach (ExercisePart exercise in lesson.Exercises)
        {
            foreach (WrongAttempt wrong in exercise.WrongAttempts)
            {
                ExerciseOutcome? outcome = await TryAsync(session, exercise, wrong.Code, language, cancellationToken);
                if (outcome is not null && (outcome.Status != ExerciseStatus.Wrong || outcome.HintId != wrong.HintId))
                    Add(wrong.Code.Line, $"the wrong attempt at '{exercise.Name}' gives {Said(outcome)}; expected it to be refused with hint '{wrong.HintId}'");
            }

            if (await TryAsync(session, exercise, exercise.Solution, language, cancellationToken) is { Status: not ExerciseStatus.Passed } solved)
                Add(exercise.Solution.Line, $"the solution of '{exercise.Name}' gives {Said(solved)}; expected it to pass");
        }
    }

    private async Task<ExerciseOutcome?> TryAsync(StartedSession session, ExercisePart exercise, CodePart attempt, string language, CancellationToken cancellationToken)
    {
        var cell = new NotebookCell(exercise.Name, true, exercise.CellWith(attempt, language), []) { Line = attempt.Line };
        CellRun run = await NotebookRunner.RunAsync(session.Session, cell, 0, cancellationToken);
        if (!run.IsGood)
        {
            Add(attempt.Line, FailureText.Line(run, language));
            return null;
        }

        ExerciseOutcome? outcome = ExerciseOutcome.In(run.Executed).SingleOrDefault(outcome => outcome.Name == exercise.Name);
        if (outcome is null)
            Add(attempt.Line, $"the cell of '{exercise.Name}' shows no outcome; expected Exercise.Check(...) as its last expression, without a semicolon");
        return outcome;
    }

    private static string Said(ExerciseOutcome outcome) => outcome.Status switch
    {
        ExerciseStatus.Passed => "'right'",
        ExerciseStatus.NotYet => "'not yet'",
        _ => $"hint '{outcome.HintId}'",
    };

    private static string Start(NotebookCell? cell)
    {
        string line = cell?.Source.Split('\n')[0] ?? "nothing";
        return line.Length <= 50 ? line : line[..50] + "…";
    }

    private void Add(int line, string message) => _problems.Add(new LessonProblem(lesson.File, line, message));
}
