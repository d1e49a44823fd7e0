namespace NotebookCourse.Workshop.Lessons;

/// <summary>A piece of a lesson.</summary>
/// <param name="Line">Where it starts in the source, from 1.</param>
internal abstract record LessonPart(int Line)
{
    /// <summary>The "further" section it belongs to; null on the core path.</summary>
    public string? Further { get; init; }
}

/// <summary>The same passage in both languages: one Markdown cell in each notebook.</summary>
internal sealed record ProsePart(int Line, string English, string Chinese) : LessonPart(Line)
{
    public string In(string language) => language == Language.Chinese ? Chinese : English;
}

/// <summary>A code cell; its source holds both languages' words.</summary>
internal sealed record CodePart(int Line, string Code, CodeOptions Options) : LessonPart(Line)
{
    /// <summary>The code as one notebook has it.</summary>
    public CellText In(string language) => CellLanguage.Resolve(Code, language);
}

/// <summary>What the author holds true at this place; it runs with the lesson and stands in no notebook.</summary>
internal sealed record VerifyPart(int Line, string Code) : LessonPart(Line);

/// <summary>A question about an earlier lesson, and its answer.</summary>
/// <param name="Line">Where it starts in the source, from 1.</param>
/// <param name="Lesson">The number of the earlier lesson.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Answer">What a learner who remembers says.</param>
internal sealed record RecallPart(int Line, int Lesson, ProsePart Question, ProsePart Answer) : LessonPart(Line);

/// <summary>The two lines that close a section.</summary>
internal sealed record RecapPart(int Line, ProsePart Text) : LessonPart(Line);

/// <summary>An exercise: its task, the cell the learner edits, hints, solution and likely mistakes.</summary>
internal sealed record ExercisePart(
    int Line,
    string Name,
    int Difficulty,
    int Minutes,
    ProsePart Task,
    CodePart Stub,
    CodePart Check,
    IReadOnlyList<Hint> Hints,
    CodePart Solution,
    IReadOnlyList<WrongAttempt> WrongAttempts) : LessonPart(Line)
{
    /// <summary>The heading of the task without the word "exercise"; null where the task has no heading.</summary>
    public string? Title(string language) => Task.In(language).Split('\n').FirstOrDefault(line => line.StartsWith("### ", StringComparison.Ordinal)) is not { } heading ? null
        : heading[4..].Replace("Exercise: ", "", StringComparison.Ordinal).Replace("练习：", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal).Trim();

    /// <summary>The source of the cell with <paramref name="attempt"/> in the stub's place.</summary>
    public string CellWith(CodePart attempt) => $"{attempt.Code}\n\n{Check.Code}";

    /// <summary>The cell with <paramref name="attempt"/> in the stub's place, as one notebook has it.</summary>
    public string CellWith(CodePart attempt, string language) => $"{attempt.In(language).Code}\n\n{Check.In(language).Code}";
}

/// <summary>A question that points at a mistake.</summary>
internal sealed record Hint(int Line, string Id, string English, string Chinese);

/// <summary>A likely mistake, and the hint it must be refused with.</summary>
internal sealed record WrongAttempt(CodePart Code, string HintId);
