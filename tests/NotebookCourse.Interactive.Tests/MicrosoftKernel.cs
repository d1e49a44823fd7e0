using System.Text.Json;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace NotebookCourse.Interactive.Tests;

/// <summary>Microsoft's C# kernel with the course loaded as a lesson's first cell loads it, from the output of this build.</summary>
public sealed class MicrosoftKernel : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("course-").FullName;
    private readonly CompositeKernel _kernel = [new CSharpKernel().UseKernelHelpers()];

    public MicrosoftKernel()
    {
        Environment.SetEnvironmentVariable("NOTEBOOKCOURSE_PROGRESS", _folder);
        Environment.SetEnvironmentVariable("NOTEBOOKCOURSE_DATA", Path.Combine(Root, "data"));
        string course = File.ReadAllText(Path.Combine(Root, "notebooks", "course.csx"));
        File.WriteAllText(Script, course.Replace("../lib/publish", Published.Replace('\\', '/'), StringComparison.Ordinal));
    }

    /// <summary>The checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The workshop's output: what <c>lib/publish</c> holds.</summary>
    public static string Published { get; } = Path.Combine(AppContext.BaseDirectory, "..", "..", "NotebookCourse.Workshop", new DirectoryInfo(AppContext.BaseDirectory).Name);

    private string Script => Path.Combine(_folder, "course.csx");

    /// <summary>Runs a cell; <c>#load "../course.csx"</c> in it loads this build's library.</summary>
    /// <returns>What it shows, in order: each output by media type.</returns>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> Run(string code)
    {
        var result = await _kernel.SubmitCodeAsync(code.Replace("../course.csx", Script.Replace('\\', '/'), StringComparison.Ordinal));
        Assert.All(result.Events.OfType<CommandFailed>(), failed => Assert.Fail($"{failed.Message}\n{failed.Exception}\nin:\n{code}"));
        return [.. result.Events.Where(shown => shown is DisplayedValueProduced or ReturnValueProduced).Cast<DisplayEvent>()
            .Select(shown => shown.FormattedValues.ToDictionary(value => value.MimeType, value => value.Value))];
    }

    /// <summary>The code cells of a committed lesson, each with the HTML it was committed with.</summary>
    public static IReadOnlyList<(string Code, IReadOnlyList<string> Html)> Lesson(string path)
    {
        using var notebook = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "notebooks", path)));
        return [.. notebook.RootElement.GetProperty("cells").EnumerateArray()
            .Where(cell => cell.GetProperty("cell_type").GetString() == "code")
            .Select(cell => (Text(cell.GetProperty("source")), Html(cell)))];
    }

    public void Dispose()
    {
        _kernel.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Text(JsonElement lines) =>
        lines.ValueKind == JsonValueKind.String ? lines.GetString()! : string.Concat(lines.EnumerateArray().Select(line => line.GetString()));

    private static IReadOnlyList<string> Html(JsonElement cell) =>
        [.. cell.GetProperty("outputs").EnumerateArray()
            .Where(output => output.TryGetProperty("data", out var data) && data.TryGetProperty("text/html", out _))
            .Select(output => Text(output.GetProperty("data").GetProperty("text/html")))];

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NotebookCourse.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no NotebookCourse.sln above {AppContext.BaseDirectory}");
    }
}
