using Spectre.Console;

namespace NotebookCourse.Workshop.Commands;

/// <summary>A progress bar per notebook, on standard error; plain lines where that is no terminal.</summary>
internal static class LessonProgress
{
    /// <summary>Runs <paramref name="work"/> for each item in turn, with a bar that the work moves.</summary>
    /// <param name="items">What to work on.</param>
    /// <param name="label">What to call it.</param>
    /// <param name="work">Gets the item and a way to say how many of how many cells are done.</param>
    public static Task ForEachAsync<T>(IReadOnlyList<T> items, Func<T, string> label, Func<T, Action<int, int>, Task> work) =>
        Terminal.Messages.Profile.Capabilities.Interactive && !Console.IsErrorRedirected
            ? WithBarsAsync(items, label, work)
            : WithLinesAsync(items, label, work);

    private static Task WithBarsAsync<T>(IReadOnlyList<T> items, Func<T, string> label, Func<T, Action<int, int>, Task> work) =>
        Terminal.Messages.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                foreach (T item in items)
                {
                    ProgressTask bar = context.AddTask(Markup.Escape(label(item)));
                    await work(item, (done, all) =>
                    {
                        bar.MaxValue = all;
                        bar.Value = done;
                    });
                    bar.StopTask();
                }
            });

    private static async Task WithLinesAsync<T>(IReadOnlyList<T> items, Func<T, string> label, Func<T, Action<int, int>, Task> work)
    {
        foreach (T item in items)
        {
            Console.Error.Write($"{label(item)} ... ");
            int cells = 0;
            await work(item, (done, _) => cells = done);
            Console.Error.WriteLine($"{cells} cells");
        }
    }
}
