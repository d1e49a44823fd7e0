using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using NotebookCourse.Checkpoints;
using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Tests.Commands;

/// <summary>The program as a person calls it, from a working directory that is not the course's.</summary>
public sealed class VerbsTests : IDisposable
{
    private readonly string _elsewhere = Directory.CreateTempSubdirectory("else where 别处 ").FullName;

    private readonly List<Process> _started = [];

    public void Dispose()
    {
        foreach (Process process in _started)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(_elsewhere, recursive: true);
    }

    [Theory]
    [InlineData("run 99", "There is no lesson '99'; expected one of: ")]
    [InlineData("build nowhere", "There is no lesson 'nowhere'; expected one of: ")]
    [InlineData("run 0 --kernel julia", "There is no kernel 'julia'")]
    [InlineData("run 0 --language fr", "'fr'")]
    [InlineData("new 100 name", "'100' is not a lesson's number")]
    [InlineData("new 98 Name", "'Name' is not a lesson's name")]
    [InlineData("new 0 again", "Lesson 00 is there already")]
    [InlineData("count 4o", "There is no preset '4o'. Take one of: ")]
    [InlineData("generate 4o --prompt a", "There is no trained model '4o'.")]
    [InlineData("serve 4o", "There is no trained model '4o'.")]
    [InlineData("serve tiny-v3 --port 70000", "--port got 70000")]
    [InlineData("serve tiny-v3 --queue -1", "--queue got -1")]
    [InlineData("chat 4o", "There is no trained model '4o'.")]
    [InlineData("chat tiny-v3 --temperature 3", "--temperature is 3; expected a number from 0 to 2.")]
    [InlineData("chat tiny-v3 --tokens 0", "--tokens is 0; expected 1 or more.")]
    [InlineData("chat m --url ftp://here", "--url is 'ftp://here'; expected an address such as")]
    [InlineData("train nano-char --threads 0", "--threads is 0; expected 1 to ")]
    [InlineData("train nano-char --threads 1000000", "--threads is 1000000; expected 1 to ")]
    [InlineData("train nano-char --products fp8", "'fp8'")]
    [InlineData("site --output /dev/null", "The pages cannot be written to /dev/null")]
    [InlineData("open --port 70000", "--port got 70000")]
    [InlineData("--port 70000", "--port got 70000")]
    [InlineData("dance", "'dance'")]
    [InlineData("help dance", "There is no verb 'dance'")]
    public void Wrong_usage_is_told_and_ends_with_2(string arguments, string message)
    {
        (int code, string output, string errors) = Run(arguments);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(message, errors);
        Assert.DoesNotContain("(Parameter", errors);
        Assert.Empty(output);
    }

    [Fact]
    public void Help_lists_the_verbs_and_hides_the_hosts()
    {
        (int code, string output, _) = Run("help");
        Assert.Equal(ExitCode.Good, code);
        Assert.All(["setup", "doctor", "run", "build", "check", "new", "progress", "claims"], verb => Assert.Contains($"  {verb}", output));
        Assert.DoesNotContain("host-notebook", output);
        string check = Run("help check").Output;
        Assert.Contains("--structure", check);
        Assert.DoesNotContain("--help", output + check); // dotnet answers that itself
    }

    [Fact]
    public void Claims_lists_them_all()
    {
        (int code, string output, _) = Run("claims");
        Assert.Equal(ExitCode.Good, code);
        Assert.All(NotebookCourse.Claims.Claims.All, claim => Assert.Contains(claim.Id, output));
        Assert.Contains("you have settled 0", output);
    }

    [Fact]
    public void Progress_counts_what_was_passed_and_tells_of_a_damaged_file()
    {
        File.WriteAllText(Path.Combine(_elsewhere, "progress.json"), "{ broken");
        (int code, string output, string errors) = Run("progress");
        Assert.Equal(ExitCode.Good, code);
        Assert.Contains("0 of ", output);
        Assert.Contains("progress.damaged-1.json", errors);
    }

    [Theory]
    [InlineData("claims", "你自己测过 0 条", "有误导", "还没有（第 ")]
    [InlineData("progress", "已通过 0 道", "状态", "还没做")]
    [InlineData("count Qwen2.5-72B", "总参数", "激活参数，只算输出头", "换成多查询注意力")]
    [InlineData("doctor", "处理器", "可用磁盘", "两个全 1 矩阵")]
    [InlineData("help", "命令：", "说明各个命令，或者其中一个。", "[命令] [选项]")]
    [InlineData("help export", "（必填）", "矩阵怎么存", "[默认：f32]")]
    [InlineData("help kernel install", "用法：", "覆盖同名的另一个内核。", "选项：")]
    public void Verbs_speak_Chinese_where_the_language_is_Chinese(string arguments, params string[] said)
    {
        (int code, string output, _) = Run(arguments, "zh");
        Assert.Equal(ExitCode.Good, code);
        Assert.All(said, words => Assert.Contains(words, output));
        string withoutCommands = Regex.Replace(output, @"dotnet course\.cs[a-z -]*", "");
        Assert.DoesNotMatch("[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", withoutCommands); // no English sentence is left
    }

    [Fact]
    public void A_language_that_no_verb_speaks_is_told()
    {
        (int code, string output, string errors) = Run("claims", "fr");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("NOTEBOOKCOURSE_LANGUAGE is 'fr'; expected 'en' or 'zh'", errors);
        Assert.Empty(output);
    }

    [Fact]
    public void Interrupted_training_ends_its_step_however_long_and_leaves_a_checkpoint()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A signal cannot be sent to one process there.");
        Process process = StartEndlessTraining(accumulation: 4000, until: "step "); // a step takes longer than a command line waits
        Interrupt(process);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(ExitCode.Stopped, process.ExitCode);
        Match stopped = Regex.Match(errors, @"Stopped after step (\d+)\.");
        Assert.True(stopped.Success, errors);
        using Checkpoint state = Checkpoint.Open(StateFile);
        Assert.Equal(stopped.Groups[1].Value, state.Files[0].Metadata["step"]);
    }

    [Fact]
    public void A_second_interrupt_ends_training_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A signal cannot be sent to one process there.");
        Process process = StartEndlessTraining(accumulation: int.MaxValue, until: "slow:"); // a step that never ends
        Interrupt(process);
        ReadUntil(process, "Stopping after");
        do
        {
            Interrupt(process); // the first of these may count as the first interrupt sent twice
        }
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(100))); // a storm of signals would keep it from ending
        Assert.Equal(128 + 9, process.ExitCode);
        Assert.Contains("Ended at once.", process.StandardError.ReadToEnd());
        Assert.False(File.Exists(StateFile));
    }

    [Fact]
    public void A_served_model_ends_with_the_program_that_asked_for_it()
    {
        Process parent = Start("serve tiny-v3"), child = Start("serve tiny-v3", parent: parent);
        Assert.All([parent, child], process => Assert.StartsWith("http://127.0.0.1:", process.StandardOutput.ReadLine()));
        parent.Kill();
        child.WaitForExit();
        Assert.Equal(ExitCode.Good, child.ExitCode);
    }

    private string StateFile => Path.Combine(_elsewhere, "model", "state.safetensors");

    /// <summary>Training that lasts until it is stopped, and that has printed a line which begins with <paramref name="until"/>.</summary>
    private Process StartEndlessTraining(int accumulation, string until)
    {
        File.WriteAllText(Path.Combine(_elsewhere, "slow.json"), $$"""
            {
              "model": { "gpt": { "hidden_size": 16, "layers": 1, "heads": 2, "style": "classic" } },
              "tokenizer": "characters",
              "training": { "context": 16, "batch_size": 4, "accumulation": {{accumulation}}, "steps": 1000000000, "peak": 1e-2, "validation_batches": 1, "validate_every": 0 }
            }
            """);
        File.WriteAllText(Path.Combine(_elsewhere, "text.txt"), string.Concat(Enumerable.Range(0, 100).Select(i => $"{i} and {i}\n")));
        Process process = Start("train slow.json --text text.txt --out model");
        ReadUntil(process, until);
        return process;
    }

    /// <summary>Waits for a line of the process's errors.</summary>
    private static void ReadUntil(Process process, string beginning)
    {
        var before = new StringBuilder();
        while (process.StandardError.ReadLine() is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return;
            before.AppendLine(line);
        }

        Assert.Fail($"The process ended without saying '{beginning}'. It said:\n{before}");
    }

    private static void Interrupt(Process process) => Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();

    private (int Code, string Output, string Errors) Run(string arguments, string language = "en")
    {
        Process process = Start(arguments, language);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    private Process Start(string arguments, string language = "en", Process? parent = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CourseFolder).Assembly.Location, .. arguments.Split(' ')])
        {
            WorkingDirectory = _elsewhere,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Progress.EnvironmentVariable] = _elsewhere;
        start.Environment[Language.EnvironmentVariable] = language;
        if (parent is not null)
            start.Environment[ParentProcess.Variable] = $"{parent.Id}";
        Process process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }
}
