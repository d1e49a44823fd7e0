using System.Text.Json.Nodes;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>A cell and what it showed.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Outputs">In the notebook format; empty for Markdown.</param>
internal sealed record ExecutedCell(NotebookCell Cell, JsonArray Outputs)
{
    /// <summary>The number of its figures.</summary>
    public int Figures => Outputs.Count(output => output!["data"]?["application/vnd.plotly.v1+json"] is not null);
}
