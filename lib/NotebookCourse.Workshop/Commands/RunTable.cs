using NotebookCourse.Workshop.Notebooks;
using NotebookCourse.Workshop.Running;
using Spectre.Console;

namespace NotebookCourse.Workshop.Commands;

/// <summary>What was run, as a table.</summary>
internal static class RunTable
{
    public static void Write(IReadOnlyList<LessonRun> runs)
    {
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn("lesson").AddColumn("language")
            .AddColumn(Right("cells")).AddColumn(Right("figures")).AddColumn(Right("exercises")).AddColumn(Right("seconds")).AddColumn(Right("peak MB"))
            .AddColumn("outcome");
        foreach (LessonRun run in runs)
        {
            table.AddRow(
                run.LessonId,
                run.Language,
                $"{run.Cells.Count(cell => !cell.IsVerification)}/{run.CellCount}",
                $"{run.Cells.Sum(cell => cell.Executed.Figures)}",
                $"{run.Cells.Count(cell => cell.Executed.Cell.Tags.Contains(NotebookCell.ExerciseTag))}",
                FormattableString.Invariant($"{run.Duration.TotalSeconds:0.0}"),
                $"{run.PeakMemory / 1_000_000}",
                run.Failure is null ? "[green]good[/]" : "[red]failed[/]");
        }

        Terminal.Results.Write(table);
    }

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();
}
