using NotebookCourse.Display;

namespace NotebookCourse.Claims;

/// <summary>Formats a <see cref="ClaimReport"/>.</summary>
internal sealed class ClaimFormatterSource() : StructuredFormatterSource(MimeType)
{
    /// <summary>The media type of its data.</summary>
    public const string MimeType = "application/vnd.notebookcourse.claim+json";
}
