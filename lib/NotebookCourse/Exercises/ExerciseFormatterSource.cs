using NotebookCourse.Display;

namespace NotebookCourse.Exercises;

/// <summary>Formats an <see cref="ExerciseReport"/>.</summary>
internal sealed class ExerciseFormatterSource() : StructuredFormatterSource(MimeType)
{
    /// <summary>The media type of its data.</summary>
    public const string MimeType = "application/vnd.notebookcourse.exercise+json";
}
