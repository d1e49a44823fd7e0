using Spectre.Console;

namespace NotebookCourse.Workshop.Commands;

/// <summary>A progress bar per notebook, on standard error; plain lines where that is no terminal.</summary>
internal static class LessonProgress
{
    /// <summary>Runs <paramref name="work"/> for each item, with a bar that the work moves. An item that throws ends it: what has not begun is left.</summary>
    /// <param name="items">What to work on; begun in this order.</param>
    /// <param name="atOnce">How many are worked on at the same time; 1 or more.</param>
    /// <param name="label">What to call it.</param>
    /// <param name="work">Gets the item and a way to say how many of how many cells are done.</param>
    /// <returns>What the work gave for each item, in the items' order.</returns>
    public static Task<TResult[]> ForEachAsync<T, TResult>(
        IReadOnlyList<T> items, int atOnce, Func<T, string> label, Func<T, Action<int, int>, Task<TResult>> work) =>
        Terminal.Messages.Profile.Capabilities.Interactive && !Console.IsErrorRedirected
            ? WithBarsAsync(items, atOnce, label, work)
            : WithLinesAsync(items, atOnce, label, work);

    private static Task<TResult[]> WithBarsAsync<T, TResult>(
        IReadOnlyList<T> items, int atOnce, Func<T, string> label, Func<T, Action<int, int>, Task<TResult>> work) =>
        Terminal.Messages.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => EachAsync(items, atOnce, async item =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(label(item)));
                TResult result = await work(item, (done, all) =>
                {
                    bar.MaxValue = all;
                    bar.Value = done;
                });
                bar.StopTask();
                return result;
            }));

    // A line begins when its item does, so that it is seen what runs; where several run, their lines would mix.
    private static Task<TResult[]> WithLinesAsync<T, TResult>(
        IReadOnlyList<T> items, int atOnce, Func<T, string> label, Func<T, Action<int, int>, Task<TResult>> work) =>
        EachAsync(items, atOnce, async item =>
        {
            string begin = $"{label(item)} ... ";
            if (atOnce == 1)
                Console.Error.Write(begin);
            int cells = 0;
            TResult result = await work(item, (done, _) => cells = done);
            Console.Error.WriteLine($"{(atOnce == 1 ? "" : begin)}{cells} cells");
            return result;
        });

    private static async Task<TResult[]> EachAsync<T, TResult>(IReadOnlyList<T> items, int atOnce, Func<T, Task<TResult>> work)
    {
        var results = new TResult[items.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, items.Count),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (place, _) => results[place] = await work(items[place]));
        return results;
    }
}
