using System.Text.Json.Nodes;
using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Notebooks;
using NotebookCourse.Workshop.Pages;
using NotebookCourse.Workshop.Pages.Live;

namespace NotebookCourse.Workshop.Tests.Pages;

/// <summary>A course of two small lessons in a folder of its own, whose kernel is <see cref="StandInKernel"/>.</summary>
internal sealed class TestCourse : IDisposable
{
    public const string First = "01-first";
    public const string Second = "02-second";

    private readonly string _root = Directory.CreateTempSubdirectory("course-pages-").FullName;

    public TestCourse()
    {
        File.WriteAllText(Path.Combine(_root, "NotebookCourse.sln"), "");
        Folder = new CourseFolder(_root);
        Directory.CreateDirectory(Folder.Sources);
        Directory.CreateDirectory(Path.Combine(_root, "notebooks", "assets"));
        File.WriteAllText(Path.Combine(_root, "notebooks", "assets", "plotly-2.28.0.min.js"), "// plotly\n");
        WriteLesson(First, "The first", "第一课");
        WriteLesson(Second, "The second", "第二课");
    }

    public CourseFolder Folder { get; }

    public string Learner => Path.Combine(_root, "learner");

    public List<StandInKernel> Kernels { get; } = [];

    /// <summary>The most kernels that ran at the same time.</summary>
    public int MostAtOnce { get; private set; }

    public LiveCourse Open(TimeProvider? clock = null, int mostKernels = 9) => new(new PageCourse(Folder), Learner, StartKernel, clock ?? TimeProvider.System, mostKernels);

    /// <summary>The id of the lesson's only code cell of a kind: its code holds <paramref name="part"/>.</summary>
    public string CellWith(string part) => new PageCourse(Folder).Lessons("en")[0].Cells.First(cell => cell.Cell.IsCode && cell.Cell.Source.Contains(part)).Cell.Id;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public void WriteLesson(string id, string english, string chinese) => WriteSource(id, Source(english, chinese));

    /// <summary>A lesson of the given source, and its notebooks, of which only cells that hold the word "figure" have an output.</summary>
    public void WriteSource(string id, string text)
    {
        string source = Path.Combine(Folder.Sources, id + ".md");
        File.WriteAllText(source, text);
        Lesson lesson = LessonParser.ParseFile(source);
        foreach (string language in PageText.Languages)
        {
            var cells = NotebookMaker.Make(lesson, language, new Dictionary<int, string> { [1] = First, [2] = Second });
            Directory.CreateDirectory(Folder.Notebooks(language));
            File.WriteAllBytes(Path.Combine(Folder.Notebooks(language), id + ".ipynb"), NotebookFile.Write([.. cells.Select(Executed)]));
        }
    }

    private Task<ILessonKernel> StartKernel(string language)
    {
        var kernel = new StandInKernel();
        lock (Kernels)
        {
            Kernels.Add(kernel);
            MostAtOnce = Math.Max(MostAtOnce, Kernels.Count(other => !other.Exited.IsCompleted));
        }

        return Task.FromResult<ILessonKernel>(kernel);
    }

    private static ExecutedCell Executed(NotebookCell cell)
    {
        if (!cell.IsCode || !cell.Source.Contains("figure", StringComparison.Ordinal))
            return new ExecutedCell(cell, []);
        var figure = NotebookCourse.Figures.Charts.Lines(
            "图", NotebookCourse.Figures.Axis.Plain("n"), NotebookCourse.Figures.Axis.Plain("m"), [NotebookCourse.Figures.Series.Of("a", [1, 2, 3])], "It rises & rises.");
        return new ExecutedCell(cell, [new JsonObject
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject { ["application/vnd.plotly.v1+json"] = JsonNode.Parse(figure.ToJson()), ["text/html"] = figure.ToHtml(), ["image/svg+xml"] = figure.ToSvg(), ["text/plain"] = figure.ToString() },
        }]);
    }

    /// <summary>The front matter of a lesson.</summary>
    public static string Header(string english, string chinese) => $$"""
        ---
        title: { en: "{{english}}", zh: "{{chinese}}" }
        part: I
        seconds: 1
        needs: []
        claims: []
        draft: true
        ---

        """;

    private static string Source(string english, string chinese) => Header(english, chinese) + $$"""
        ::: en
        ## Words <b>and</b> numbers
        The sum is $1 + 1$. Read [the second](lesson:2), or [the code](../../lib/x.cs).
        :::
        ::: zh
        ## 词与数
        和是 $1 + 1$。
        :::
        ```csharp
        double? guess = null;
        Prediction.Ask("sum", guess)
        ```
        ::: en
        A figure.
        :::
        ::: zh
        一张图。
        :::
        ```csharp
        figure
        ```
        """;
}
