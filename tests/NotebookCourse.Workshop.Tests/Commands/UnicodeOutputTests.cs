using System.Diagnostics;
using System.Text;

namespace NotebookCourse.Workshop.Tests.Commands;

/// <summary>Chinese leaves the program as UTF-8, whatever encoding the console (Windows) or the locale (elsewhere) asks for.</summary>
public sealed class UnicodeOutputTests
{
    [Theory]
    [InlineData("tokenize 苹果", "苹果", 0)]
    [InlineData("run 第九课", "第九课", 2)]
    public async Task Chinese_is_written_in_a_locale_without_it(string arguments, string expected, int code)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CourseFolder).Assembly.Location, .. arguments.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            Environment = { ["LC_ALL"] = "en_US.ISO-8859-1" },
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(code, process.ExitCode);
        Assert.Contains(expected, code == 0 ? output : await errors);
    }
}
