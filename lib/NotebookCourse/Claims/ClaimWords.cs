namespace NotebookCourse.Claims;

/// <summary>The words and the color that stand for a claim's verdict, evidence and quotation, in either language of the course.</summary>
public static class ClaimWords
{
    /// <summary>The verdict as a word.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="language"><c>"en"</c> or <c>"zh"</c>.</param>
    public static string Word(this Verdict verdict, string language) => verdict switch
    {
        Verdict.Right => Pick(language, "right", "正确"),
        Verdict.Roughly => Pick(language, "roughly right", "大致正确"),
        Verdict.Misleading => Pick(language, "misleading", "有误导"),
        Verdict.Wrong => Pick(language, "wrong", "错误"),
        _ => Pick(language, "cannot be tested", "无法证伪"),
    };

    /// <summary>How the verdict was reached, as a word that can stand before what decided.</summary>
    /// <param name="evidence">The evidence.</param>
    /// <param name="language"><c>"en"</c> or <c>"zh"</c>.</param>
    public static string Word(this Evidence evidence, string language) => evidence switch
    {
        Evidence.Measured => Pick(language, "measured", "实测"),
        Evidence.Computed => Pick(language, "computed", "算得"),
        Evidence.LookedUp => Pick(language, "looked up", "查得"),
        _ => Pick(language, "nothing supports it", "没有依据"),
    };

    /// <summary>What must be said of a quote that does not stand so in the article; empty for one that does.</summary>
    /// <param name="quoted">The kind of quote.</param>
    /// <param name="language"><c>"en"</c> or <c>"zh"</c>.</param>
    public static string Note(this Quotation quoted, string language) => quoted switch
    {
        Quotation.Restored => Pick(language, "a swapped word put right", "被替换的字词已还原"),
        Quotation.Summarized => Pick(language, "in sum", "概括"),
        _ => "",
    };

    /// <summary>A color of the sRGB form <c>#rrggbb</c> on which white text can be read (WCAG 2, level AA).</summary>
    public static string Color(this Verdict verdict) => verdict switch
    {
        Verdict.Right => "#2e7d32",
        Verdict.Roughly => "#4a7a28",
        Verdict.Misleading => "#b34100",
        Verdict.Wrong => "#c62828",
        _ => "#616161",
    };

    private static string Pick(string language, string english, string chinese) => language == Language.Chinese ? chinese : english;
}
