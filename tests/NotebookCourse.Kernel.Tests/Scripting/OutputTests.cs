using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Scripting;

[Collection(OneNotebook.Name)]
public sealed class OutputTests
{
    [Fact]
    public async Task StreamsKeepTheirOrder()
    {
        await using var notebook = new Notebook();
        await notebook.Run("Console.Write(\"a\"); Console.Error.Write(\"b\"); display(\"c\"); Console.WriteLine(\"d\");");
        var seen = notebook.Outputs.Select(output => output switch
        {
            StreamOutput stream => $"{stream.Name}:{stream.Text}",
            DisplayOutput display => display.Data["text/plain"],
            _ => "?",
        });
        Assert.Equal(["stdout:a", "stderr:b", "c", "stdout:d\n"], seen);
    }

    [Fact]
    public async Task AHundredThousandLinesComeInFewMessagesAndAllOfThem()
    {
        await using var notebook = new Notebook();
        await notebook.Run("for (int i = 0; i < 100_000; i++) Console.WriteLine(i);");
        Assert.Equal(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i}\n")), notebook.Stdout);
        Assert.InRange(notebook.Outputs.Count, 1, 5000);
    }

    [Fact]
    public async Task TextIsSeenWhileTheCellRuns()
    {
        await using var notebook = new Notebook();
        using var stop = new CancellationTokenSource();
        var running = notebook.Try("Console.Write(\"now\"); await Task.Delay(-1);", stop.Token);
        await notebook.Shows(shown => shown.Stdout == "now");
        Assert.False(running.IsCompleted);
        stop.Cancel();
        await running.WaitAsync(Wait.Patience);
    }

    [Fact]
    public async Task OutputAfterTheEndGoesToTheCellThatStartedIt()
    {
        await using var notebook = new Notebook();
        var first = new TaskCompletionSource<CellOutput>(TaskCreationOptions.RunContinuationsAsynchronously);
        await notebook.Session.ExecuteAsync(
            "var go = new TaskCompletionSource(); var late = Task.Run(async () => { await go.Task; Console.Write(\"late\"); });",
            first.SetResult);
        await notebook.Run("go.SetResult(); await late; Console.Write(\"second\");");
        Assert.Equal(new StreamOutput("stdout", "late"), await first.Task.WaitAsync(Wait.Patience));
        Assert.Equal("second", notebook.Stdout);
    }

    [Fact]
    public async Task FarTooMuchOutputIsCutWithANote()
    {
        await using var notebook = new Notebook();
        await notebook.Run("string s = new string('x', 1000); for (int i = 0; i < 20_000; i++) Console.Write(s);");
        Assert.InRange(notebook.Stdout.Length, 16_000_000, 16_000_200);
        Assert.EndsWith("the rest is not shown.]\n", notebook.Stdout);
        Assert.Contains("Too large", await notebook.Run("new string('x', 2_000_000)"));
    }

    [Theory]
    [InlineData("Console.Clear();")]
    [InlineData("void Wipe() => System.Console.Clear();\nWipe();")]
    [InlineData("Action wipe = Console.Clear;\nwipe();")]
    [InlineData("await Task.Yield(); Console.Clear();")]
    public async Task ClearingTheConsoleClearsTheOutput(string code)
    {
        await using var notebook = new Notebook();
        await notebook.Run($"Console.Write(1);\n{code}\nConsole.Write(2);");
        Assert.Equal([new StreamOutput("stdout", "1"), new ClearOutput(false), new StreamOutput("stdout", "2")], notebook.Outputs);
        Assert.Equal("0", await notebook.Run("var list = new List<int> { 1 };\nlist.Clear();\nlist.Count"));
    }

    [Fact]
    public async Task CommandsShowWhatTheyPromise()
    {
        await using var notebook = new Notebook();
        await notebook.Run("#!time\nint a = 1;");
        Assert.StartsWith("Wall time:", notebook.Outputs.OfType<DisplayOutput>().Single().Data["text/plain"]);
        await notebook.Run("string b = \"two\";\n#!who");
        Assert.Contains("a     int     1", notebook.Outputs.OfType<DisplayOutput>().Single().Data["text/plain"]);
        Assert.Contains("two", notebook.Outputs.OfType<DisplayOutput>().Single().Data["text/plain"]);
        await notebook.Run("#!lsmagic");
        Assert.Contains("#!who", notebook.Outputs.OfType<DisplayOutput>().Single().Data["text/plain"]);
        await notebook.Run("#!html\n<b>bold</b>");
        Assert.Equal("<b>bold</b>", notebook.Outputs.OfType<DisplayOutput>().Single().Data["text/html"]);
        await notebook.Run("#!markdown\n*soft*\n#!csharp\nConsole.Write(a);");
        Assert.Equal("*soft*", notebook.Outputs.OfType<DisplayOutput>().Single().Data["text/markdown"]);
        Assert.Equal("1", notebook.Stdout);
    }
}
