namespace NotebookCourse.Claims;

/// <summary>A quantity that the article gives a number for.</summary>
/// <param name="Id">Lower-case words joined by dashes.</param>
/// <param name="Name">What is counted.</param>
/// <param name="Unit">In what unit.</param>
/// <param name="From">The least value that is right; null where nobody knows.</param>
/// <param name="To">The greatest value that is right; null where nobody knows.</param>
/// <param name="Source">Where the right value can be read; null where nobody knows it.</param>
public sealed record Subject(string Id, LocalizedText Name, LocalizedText Unit, double? From = null, double? To = null, LocalizedText? Source = null)
{
    /// <summary>Whether the right value is known.</summary>
    public bool IsKnown => Source is not null;
}
