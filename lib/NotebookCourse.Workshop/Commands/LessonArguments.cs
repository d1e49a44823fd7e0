using System.CommandLine;

namespace NotebookCourse.Workshop.Commands;

/// <summary>Arguments that several verbs share.</summary>
internal static class LessonArguments
{
    /// <summary>Lessons by number or name; none means all.</summary>
    public static Argument<string[]> Lessons() => new("LESSON")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Lessons by number (7, 07) or name (07-attention); all if none is named.",
    };

    /// <summary>Languages to work on.</summary>
    /// <param name="usual">The choice if the option is not given.</param>
    public static Option<string> Language(string usual)
    {
        var option = new Option<string>("--language", "-l") { Description = "en, zh or both.", DefaultValueFactory = _ => usual };
        option.AcceptOnlyFromAmong("en", "zh", "both");
        return option;
    }

    /// <summary>The languages that the option's value stands for.</summary>
    public static IReadOnlyList<string> Languages(string value) => value == "both"
        ? [NotebookCourse.Language.English, NotebookCourse.Language.Chinese]
        : [value];
}
