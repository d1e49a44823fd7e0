namespace NotebookCourse.Claims;

/// <summary>The same text in both languages of the course.</summary>
/// <param name="En">English.</param>
/// <param name="Zh">Simplified Chinese.</param>
public sealed record LocalizedText(string En, string Zh)
{
    /// <summary>The text in a given language.</summary>
    /// <param name="language"><c>"en"</c> or <c>"zh"</c>.</param>
    public string In(string language) => language == Language.Chinese ? Zh : En;

    /// <summary>The text in the notebook's language.</summary>
    public override string ToString() => Language.Pick(En, Zh);
}
