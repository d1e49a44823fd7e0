namespace NotebookCourse.Claims;

/// <summary>How the ledger quotes the article, whose text reached us with ordinary words swapped by software.</summary>
public enum Quotation
{
    /// <summary>The words stand in the article as they are here.</summary>
    Verbatim,

    /// <summary>A swapped word is put right: 留意力 is 注意力 again.</summary>
    Restored,

    /// <summary>Shortened or drawn together from several lines.</summary>
    Summarized,
}
