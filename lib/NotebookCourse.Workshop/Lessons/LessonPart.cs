namespace NotebookCourse.Workshop.Lessons;

/// <summary>A piece of a lesson.</summary>
/// <param name="Line">Where it starts in the source, from 1.</param>
internal abstract record LessonPart(int Line);

/// <summary>The same passage in both languages: one Markdown cell in each notebook.</summary>
internal sealed record ProsePart(int Line, string English, string Chinese) : LessonPart(Line)
{
    public string In(string language) => language == Language.Chinese ? Chinese : English;
}

/// <summary>A code cell, the same in both notebooks.</summary>
internal sealed record CodePart(int Line, string Code, CodeOptions Options) : LessonPart(Line);

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
    /// <summary>The cell with <paramref name="attempt"/> in the stub's place.</summary>
    public string CellWith(CodePart attempt) => $"{attempt.Code}\n\n{Check.Code}";
}

/// <summary>A question that points at a mistake.</summary>
internal sealed record Hint(int Line, string Id, string English, string Chinese);

/// <summary>A likely mistake, and the hint it must be refused with.</summary>
internal sealed record WrongAttempt(CodePart Code, string HintId);
