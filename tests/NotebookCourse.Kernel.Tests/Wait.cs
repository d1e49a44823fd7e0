using System.Diagnostics;

namespace NotebookCourse.Kernel.Tests;

/// <summary>Waiting for something that another thread or process does.</summary>
public static class Wait
{
    /// <summary>Longer than anything takes on a busy machine: reaching it means that it never comes.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

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
