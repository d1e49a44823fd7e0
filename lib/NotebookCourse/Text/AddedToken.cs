namespace NotebookCourse.Text;

/// <summary>A token that was not learned by merging but added by hand, and is recognised wherever its spelling occurs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its spelling, not empty.</param>
public sealed record AddedToken(int Id, string Content);
