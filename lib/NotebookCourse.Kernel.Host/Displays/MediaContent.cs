namespace NotebookCourse.Kernel.Displays;

/// <summary>Text in a media type that the front end knows how to show.</summary>
/// <param name="MediaType">Such as <c>text/html</c>.</param>
/// <param name="Text">The content.</param>
public sealed record MediaContent(string MediaType, string Text)
{
    /// <summary>The content as it is.</summary>
    public override string ToString() => Text;
}
