using NotebookCourse.Workshop.Commands;

namespace NotebookCourse.Workshop.Tests.Commands;

public class LessonProgressTests
{
    [Fact]
    public async Task TwoAtOnceRunTogetherAndResultsKeepTheItemsOrder()
    {
        var secondBegan = new TaskCompletionSource();
        var thirdEnded = new TaskCompletionSource();

        string[] results = await LessonProgress.ForEachAsync(["a", "b", "c"], 2, item => item, async (item, report) =>
        {
            report(1, 1);
            if (item == "a") // ends after all others
                await Task.WhenAll(secondBegan.Task, thirdEnded.Task);
            if (item == "b")
                secondBegan.SetResult();
            if (item == "c")
                thirdEnded.SetResult();
            return item.ToUpperInvariant();
        });

        Assert.Equal(["A", "B", "C"], results);
    }

    [Fact]
    public async Task OneAtATimeBeginsNothingBeforeTheLastHasEnded()
    {
        int running = 0;

        int[] most = await LessonProgress.ForEachAsync([1, 2, 3], 1, item => $"{item}", async (_, _) =>
        {
            int now = Interlocked.Increment(ref running);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return now;
        });

        Assert.Equal([1, 1, 1], most);
    }

    [Fact]
    public async Task WhatThrowsEndsItAndTheRestDoesNotBegin()
    {
        var begun = new List<int>();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => LessonProgress.ForEachAsync([1, 2, 3], 1, item => $"{item}", (item, _) =>
        {
            begun.Add(item);
            return item == 2 ? Task.FromException<int>(new InvalidOperationException("no kernel")) : Task.FromResult(item);
        }));

        Assert.Equal("no kernel", thrown.Message);
        Assert.Equal([1, 2], begun);
    }
}
