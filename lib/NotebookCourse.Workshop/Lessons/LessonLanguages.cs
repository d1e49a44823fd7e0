using Microsoft.CodeAnalysis;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>What the code of a lesson's two notebooks looks like: whose words, how wide.</summary>
internal static class LessonLanguages
{
    private static readonly string[] Both = [Language.English, Language.Chinese];

    /// <summary>
    /// The share of the code's characters, 0 to 1, that a notebook spends on the other language: Chinese characters in the English
    /// one, comments and strings of English words in the Chinese one. Cells whose text is data are not counted.
    /// </summary>
    public static double OtherShare(Lesson lesson, string language)
    {
        string[] cells = [.. Cells(lesson, language, withData: false)];
        return cells.Sum(cell => cell.Length) is var all and > 0 ? (double)cells.Sum(cell => Other(cell, language)) / all : 0;
    }

    /// <summary>The columns of the widest line of code in either notebook.</summary>
    public static int Widest(Lesson lesson) => Both
        .SelectMany(language => Cells(lesson, language, withData: true)).SelectMany(cell => cell.Split('\n')).Select(CellText.Width).DefaultIfEmpty(0).Max();

    private static IEnumerable<string> Cells(Lesson lesson, string language, bool withData) => lesson.Parts
        .SelectMany(part => part switch
        {
            CodePart code => [code],
            ExercisePart exercise => [exercise.Stub, exercise.Check],
            _ => Enumerable.Empty<CodePart>(),
        })
        .Where(code => withData || !code.Options.HoldsData)
        .Select(code => code.In(language).Code);

    private static int Other(string cell, string language)
    {
        if (language == Language.English)
            return cell.Count(CellText.IsChinese);
        SyntaxNode code = CellSyntax.Parse(cell);
        IEnumerable<string> comments = code.DescendantTrivia().Where(CellLanguage.IsComment).Select(comment => comment.ToString());
        return comments.Concat(CellSyntax.Strings(code).Select(text => text.Text))
            .Where(text => !text.Any(CellText.IsChinese) && CellSyntax.IsEnglish(text)).Sum(text => text.Length);
    }
}
