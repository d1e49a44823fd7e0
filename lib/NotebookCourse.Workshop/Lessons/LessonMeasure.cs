using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>How much there is to read and to do, in one language: on the core path, or in one further section.</summary>
/// <param name="Words">English words of the prose, or 汉字 in Chinese; exercises are not counted.</param>
/// <param name="CodeLines">Lines of code that are not blank; exercises are not counted.</param>
/// <param name="Exercises">How many there are.</param>
/// <param name="ExerciseMinutes">The minutes they state.</param>
/// <param name="ReadMinutes">200 English words or 350 汉字 a minute, 4 seconds a line of code; rounded up.</param>
internal sealed partial record LessonMeasure(int Words, int CodeLines, int Exercises, int ExerciseMinutes, int ReadMinutes)
{
    private const double WordsPerMinute = 200;
    private const double HanPerMinute = 350;
    private const double LinesPerMinute = 15;

    private static readonly MarkdownPipeline Markup = new MarkdownPipelineBuilder().UseMathematics().UsePipeTables().Build();

    /// <summary>Reading and exercises together.</summary>
    public int Minutes => ReadMinutes + ExerciseMinutes;

    /// <summary>The core path of a lesson.</summary>
    public static LessonMeasure Core(Lesson lesson, string language) => Of(lesson.Parts.Where(part => part.Further is null), language);

    /// <summary>All further sections of a lesson together.</summary>
    public static LessonMeasure Further(Lesson lesson, string language) => Of(lesson.Parts.Where(part => part.Further is not null), language);

    /// <summary>One further section of a lesson.</summary>
    public static LessonMeasure Further(Lesson lesson, string name, string language) => Of(lesson.Parts.Where(part => part.Further == name), language);

    /// <summary>English words, or 汉字 where <paramref name="language"/> is Chinese, in a piece of Markdown; formulas are not counted.</summary>
    public static int Count(string markdown, string language)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Markup);
        IEnumerable<string> texts = document.Descendants().Select(part => part switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            CodeBlock block and not MathBlock => block.Lines.ToString(),
            _ => "",
        });
        return texts.Sum(text => language == Language.Chinese ? Han().Count(text) : Word().Count(text));
    }

    private static LessonMeasure Of(IEnumerable<LessonPart> parts, string language)
    {
        LessonPart[] all = [.. parts];
        int words = all.SelectMany(Texts).Sum(text => Count(text.In(language), language));
        int lines = all.OfType<CodePart>().Sum(code => LessonLimits.Lines(code.In(language).Code));
        double read = words / (language == Language.Chinese ? HanPerMinute : WordsPerMinute) + lines / LinesPerMinute;
        return new LessonMeasure(words, lines, all.OfType<ExercisePart>().Count(), all.OfType<ExercisePart>().Sum(exercise => exercise.Minutes), (int)Math.Ceiling(read));
    }

    private static ProsePart[] Texts(LessonPart part) => part switch
    {
        ProsePart prose => [prose],
        RecapPart recap => [recap.Text],
        RecallPart recall => [recall.Question, recall.Answer],
        _ => [],
    };

    [GeneratedRegex(@"[A-Za-z0-9\u00C0-\u024F]+([.,'’-][A-Za-z0-9\u00C0-\u024F]+)*")]
    private static partial Regex Word();

    [GeneratedRegex(@"[\u3400-\u4DBF\u4E00-\u9FFF]")]
    private static partial Regex Han();
}
