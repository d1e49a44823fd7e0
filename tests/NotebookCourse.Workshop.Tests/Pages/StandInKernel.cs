using System.Threading.Channels;
using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Workshop.Pages.Live;

namespace NotebookCourse.Workshop.Tests.Pages;

/// <summary>A kernel whose language has five words: print TEXT, many COUNT, loop, throw, die.</summary>
internal sealed class StandInKernel : ILessonKernel
{
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public Task Exited => _exited.Task;

    public async Task<CellResult> ExecuteAsync(string code, Action<CellOutput> onOutput, CancellationToken interrupt)
    {
        string[] words = code.Split(' ', 2);
        int count = ++_count;
        switch (words[0])
        {
            case "print":
                onOutput(new StreamOutput("stdout", words[1]));
                return Result(CellStatus.Succeeded);
            case "many":
                for (int i = 0; i < int.Parse(words[1]); i++)
                    onOutput(new StreamOutput("stdout", new string('x', 1000)));
                return Result(CellStatus.Succeeded);
            case "long":
                onOutput(new StreamOutput("stdout", new string('x', int.Parse(words[1]))));
                return Result(CellStatus.Succeeded);
            case "throw":
                onOutput(new ErrorOutput("Oops", "no", []));
                return Result(CellStatus.Failed);
            case "loop":
                await Task.WhenAny(Task.Delay(Timeout.Infinite, interrupt), Exited);
                return Exited.IsCompleted ? throw new IOException("the kernel ended") : Result(CellStatus.Interrupted);
            case "die":
                _exited.SetResult();
                throw new IOException("the kernel ended");
            default:
                throw new ArgumentException($"The stand-in does not know '{code}'.");
        }

        CellResult Result(CellStatus status) => new(status, count, TimeSpan.FromMilliseconds(5));
    }

    /// <summary>Takes the turn of a control: "hang" until it is interrupted, else the call is printed.</summary>
    public async Task<CellResult> ExecuteUncountedAsync(string code, Action<CellOutput> onOutput, CancellationToken interrupt)
    {
        if (code.Contains("\"hang\"", StringComparison.Ordinal))
        {
            TurnHangs.TrySetResult();
            return await ExecuteAsync("loop", onOutput, interrupt);
        }

        onOutput(new ResultOutput(new Dictionary<string, string> { ["text/plain"] = code }, 0));
        return new CellResult(CellStatus.Succeeded, _count, TimeSpan.Zero);
    }

    /// <summary>Ends when a turn has begun that goes on for ever.</summary>
    public TaskCompletionSource TurnHangs { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<NameSuggestions> CompleteAsync(string code, int offset) =>
        Task.FromResult(new NameSuggestions(0, offset, [new NameSuggestion("Console", "class")]));

    public Task<string?> InspectAsync(string code, int offset) => Task.FromResult<string?>("class Console");

    /// <summary>The process ends, as if someone had killed it.</summary>
    public void Kill() => _exited.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Reads what a page is told until it has seen what it waits for.</summary>
internal static class PageReader
{
    /// <param name="page">What the page is told.</param>
    /// <param name="parts">Each must be seen; in any order.</param>
    public static async Task<List<string>> UntilAsync(this ChannelReader<string> page, params string[] parts)
    {
        var seen = new List<string>();
        do
        {
            seen.Add(await page.ReadAsync().AsTask().WaitAsync(Wait.Patience));
        }
        while (!parts.All(part => seen.Exists(message => message.Contains(part, StringComparison.Ordinal))));
        return seen;
    }
}
