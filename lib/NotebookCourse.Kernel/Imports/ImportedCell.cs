namespace NotebookCourse.Kernel.Imports;

/// <summary>A cell of a file that another notebook runs.</summary>
/// <param name="Language">What it is written in, as the file says: <c>csharp</c>, <c>markdown</c>, …</param>
/// <param name="Text">Its source.</param>
/// <param name="Number">Its number among the file's cells, from 1; 0 for a file that is one cell.</param>
internal sealed record ImportedCell(string Language, string Text, int Number)
{
    /// <summary>The language of this kernel.</summary>
    public const string CSharp = "csharp";
}
