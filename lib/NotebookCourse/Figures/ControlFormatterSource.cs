using NotebookCourse.Display;

namespace NotebookCourse.Figures;

/// <summary>Formats a <see cref="Control"/>: its input as data, what it shows first as HTML and as text.</summary>
internal sealed class ControlFormatterSource() : StructuredFormatterSource(MimeType)
{
    /// <summary>The media type of its data.</summary>
    public const string MimeType = "application/vnd.notebookcourse.control+json";
}
