using System.Text;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Pages;

/// <summary>The page of one lesson.</summary>
internal sealed class LessonHtml
{
    private readonly PageLesson _lesson;
    private readonly Shell _shell;
    private readonly SavedOutputs _outputs;
    private readonly StringBuilder _cells = new();
    private readonly List<Heading> _sections = [];

    private LessonHtml(PageLesson lesson, Shell shell, FigureFiles figures)
    {
        _lesson = lesson;
        _shell = shell;
        _outputs = new SavedOutputs(figures, Shell.Assets, shell.Text);
        if (lesson.Trouble is { } trouble)
            _cells.Append($"<h1>{Html.Text(lesson.Header.Title.In(shell.Text.Tag))}</h1>\n<p class=\"trouble\" role=\"alert\">{Html.Fill(shell.Text.Unreadable, trouble)}</p>\n");
        string? further = null;
        foreach ((int index, ExecutedCell cell) in lesson.Cells.Index())
        {
            if (cell.Cell.Facts.Further != further)
            {
                _cells.Append(further is null ? "" : "</details>\n");
                further = cell.Cell.Facts.Further;
                _cells.Append(further is null ? "" : OpenFurther(cell.Cell));
            }

            if (cell.Cell.IsCode)
                AddCode(cell, $"c{index}");
            else
                AddProse(cell.Cell, $"c{index}");
        }

        _cells.Append(further is null ? "" : "</details>\n");
    }

    /// <summary>The page's HTML.</summary>
    /// <param name="lesson">The lesson.</param>
    /// <param name="previous">The lesson before it, if there is one.</param>
    /// <param name="next">The lesson after it, if there is one.</param>
    /// <param name="shell">The language, and whether code runs.</param>
    /// <param name="figures">Takes the figures' files.</param>
    public static string Render(PageLesson lesson, PageLesson? previous, PageLesson? next, Shell shell, FigureFiles figures) =>
        new LessonHtml(lesson, shell, figures).Page(previous, next);

    private string Page(PageLesson? previous, PageLesson? next)
    {
        PageText text = _shell.Text;
        string contents = string.Concat(_sections.Where(h => h.Level == 2).Select(h => $"<li><a href=\"#{h.Id}\">{Html.Text(h.Text)}</a></li>"));
        string content = $"""
            <p id="alert" role="alert" hidden></p>
            <div class="layout">
            <nav class="contents" aria-label="{Html.Text(text.Contents)}"><h2>{Html.Text(text.Contents)}</h2><ul>{contents}</ul></nav>
            <main id="main" tabindex="-1">
            {_cells}
            <nav class="onward" aria-label="{Html.Text(text.Lessons)}">{Link(previous, text.Previous)}{Link(next, text.Next)}</nav>
            </main>
            </div>
            """;
        return _shell.Page($"{_lesson.Id}.html", $"{_lesson.Number} · {_lesson.Header.Title.In(text.Tag)}", $"class=\"lesson\" data-lesson=\"{_lesson.Id}\"", Tools(), content);
    }

    private string Tools() => !_shell.IsLive ? "" : $"""
        <div class="runner needs-script" role="toolbar" aria-label="C#">
        {Button("run-all", "▶▶", _shell.Text.RunAll)}
        {Button("run-above", "▲", _shell.Text.RunAbove)}
        {Button("interrupt", "■", _shell.Text.Interrupt, " disabled")}
        {Button("restart", "↻", _shell.Text.Restart, " disabled")}
        <span id="kernel-state" role="status"></span>
        </div>
        """;

    private static string Button(string id, string sign, string label, string attributes = "") =>
        $"<button type=\"button\" id=\"{id}\" title=\"{Html.Text(label)}\" aria-label=\"{Html.Text(label)}\"{attributes}>{sign} <span class=\"label\">{Html.Text(label)}</span></button>";

    // Folded; what opens it is the section's heading and its minutes.
    private string OpenFurther(NotebookCell first)
    {
        string heading = Prose.Render(first.Source, "").Headings.FirstOrDefault()?.Text ?? first.Facts.Further!;
        return $"<details class=\"further\" id=\"further-{first.Facts.Further}\"><summary>{Html.Fill(_shell.Text.Further, heading, first.Facts.FurtherMinutes)}</summary>\n";
    }

    private void AddProse(NotebookCell cell, string id)
    {
        var (html, headings) = Prose.Render(cell.Source, id);
        _sections.AddRange(headings);
        _cells.Append($"<section class=\"cell prose\" id=\"{id}\">\n{html}</section>\n");
    }

    private void AddCode(ExecutedCell cell, string id)
    {
        string exercise = PageLesson.ExerciseIn(cell.Cell) is { } name ? $" data-exercise=\"{name}\"" : "";
        string prediction = PageLesson.PredictionIn(cell.Cell) is { } guess ? $" data-prediction=\"{guess}\"" : "";
        string saved = _outputs.Render(cell.Outputs);
        _cells.Append($"<section class=\"cell code\" id=\"{id}\" data-cell=\"{Html.Text(cell.Cell.Id)}\"{exercise}{prediction}>\n")
            .Append($"<div class=\"source\"><pre tabindex=\"0\"><code class=\"csharp\">{Html.Text(cell.Cell.Source)}</code></pre></div>\n");
        if (_shell.IsLive)
            _cells.Append("<div class=\"tools\"></div>\n<div class=\"live-outputs\"></div>\n");
        if (saved.Length > 0 && _shell.IsLive)
            _cells.Append($"<details class=\"saved-outputs\"><summary>{Html.Text(_shell.Text.SavedOutput)}</summary>\n{saved}</details>\n");
        else if (saved.Length > 0)
            _cells.Append($"<div class=\"saved-outputs\">\n{saved}</div>\n");
        _cells.Append("</section>\n");
    }

    private string Link(PageLesson? lesson, string phrase) => lesson is null
        ? "<span></span>"
        : $"<a href=\"{lesson.Id}.html\">{Html.Fill(phrase, $"{lesson.Number} · {lesson.Header.Title.In(_shell.Text.Tag)}")}</a>";
}
