using System.Diagnostics;

namespace NotebookCourse.Testing;

/// <summary>Waiting for something that another thread or process does.</summary>
internal static class Wait
{
    /// <summary>
    /// The only patience the tests have: longer than anything takes on a machine with thirty times as much work as processors. Reaching it means
    /// that what was waited for never comes; no test's result depends on how long it took.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>A token that is cancelled when patience ends.</summary>
    public static CancellationToken Limit() => new CancellationTokenSource(Patience).Token;

    /// <summary>Waits for what tells nobody that it has come, such as the state of another thread; else see <see cref="Happenings"/>.</summary>
    public static async Task Until(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, "It did not come about.");
            await Task.Delay(5);
        }
    }
}
