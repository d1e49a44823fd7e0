using System.Text.Json.Nodes;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>A cell and what it showed.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Outputs">In the notebook format; empty for Markdown.</param>
internal sealed record ExecutedCell(NotebookCell Cell, JsonArray Outputs)
{
    /// <summary>The HTML of its figures, each a <c>figure</c> element of the library.</summary>
    public IEnumerable<string> Figures => Outputs
        .Select(output => NotebookText.Join(output!["data"]?["text/html"]))
        .Where(html => html.Contains("class=\"course-figure\"", StringComparison.Ordinal));
}
