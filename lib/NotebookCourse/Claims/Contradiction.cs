namespace NotebookCourse.Claims;

/// <summary>Two statements of the article about one quantity that cannot both be right.</summary>
/// <param name="Subject">The quantity.</param>
/// <param name="One">The statement that comes first in the article.</param>
/// <param name="Other">The other.</param>
public sealed record Contradiction(Subject Subject, Statement One, Statement Other)
{
    /// <summary>The quantity and both statements, in a line.</summary>
    public override string ToString() => $"{Subject.Name}{Language.Pick(": ", "：")}{One} | {Other}";
}
