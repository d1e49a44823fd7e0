using System.Reflection;

[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)] // the course's folders are variables of the process

namespace NotebookCourse.Interactive.Tests;

/// <summary>A committed lesson, unchanged, on Microsoft's kernel: with the display conventions its cells rely on.</summary>
public class LessonTests
{
    private const string Lesson = "en/17-counting.ipynb";

    // What marks each kind of display in its HTML.
    private static readonly string[] Marks = ["class=\"course-figure\"", "data-exercise=", "data-prediction=", "data-claim="];

    [Fact]
    public void The_host_brings_an_older_fsharp_core_than_the_library_as_the_tool_does()
    {
        Version host = Assembly.Load("FSharp.Core").GetName().Version!;
        Version library = AssemblyName.GetAssemblyName(Path.Combine(MicrosoftKernel.Published, "FSharp.Core.dll")).Version!;
        Assert.True(host < library, $"the host has FSharp.Core {host}, the library {library}: nothing is in conflict, so these tests hold nothing");
    }

    [Fact]
    public async Task Every_cell_runs_and_shows_figures_exercises_predictions_and_claims_as_committed()
    {
        using var kernel = new MicrosoftKernel();
        var cells = MicrosoftKernel.Lesson(Lesson);
        Assert.All(Marks, mark => Assert.Contains(cells, cell => cell.Html.Any(html => html.Contains(mark, StringComparison.Ordinal))));
        foreach (var (code, committed) in cells)
        {
            var shown = await kernel.Run(code);
            foreach (string mark in Marks)
                Assert.Equal(committed.Count(html => html.Contains(mark, StringComparison.Ordinal)), shown.Count(output => Has(output, mark)));
            Assert.All(shown.Where(output => output.ContainsKey("text/html")), output => Assert.NotEqual("", output["text/plain"]));
        }
    }

    private static bool Has(IReadOnlyDictionary<string, string> output, string mark) =>
        output.TryGetValue("text/html", out string? html) && html.Contains(mark, StringComparison.Ordinal);
}
