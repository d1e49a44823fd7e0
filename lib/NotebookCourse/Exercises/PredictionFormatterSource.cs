using NotebookCourse.Display;

namespace NotebookCourse.Exercises;

/// <summary>Formats a <see cref="PredictionReport"/>.</summary>
internal sealed class PredictionFormatterSource() : StructuredFormatterSource(MimeType)
{
    /// <summary>The media type of its data.</summary>
    public const string MimeType = "application/vnd.notebookcourse.prediction+json";
}
