namespace NotebookCourse.Claims;

/// <summary>One checkable statement of the article.</summary>
/// <param name="Id"><c>C01</c> to <c>C95</c>, in the article's order.</param>
/// <param name="Quote">A short phrase of the article, in Chinese.</param>
/// <param name="Quoted">Whether the phrase stands so in the article.</param>
/// <param name="Gloss">What the phrase says, in English.</param>
/// <param name="Verdict">What the course found.</param>
/// <param name="Evidence">How the verdict was reached.</param>
/// <param name="Truth">What is the case, in one or two sentences.</param>
/// <param name="Source">Where that can be read: paper and section, file, or "arithmetic".</param>
/// <param name="Lesson">The number of the lesson that settles it.</param>
/// <param name="Expect">What must be measured for the verdict to stand; null if no measurement can test the claim.</param>
public sealed record Claim(
    string Id,
    string Quote,
    Quotation Quoted,
    string Gloss,
    Verdict Verdict,
    Evidence Evidence,
    LocalizedText Truth,
    LocalizedText Source,
    int Lesson,
    Expectation? Expect);
