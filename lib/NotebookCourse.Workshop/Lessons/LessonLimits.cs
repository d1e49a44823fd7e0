namespace NotebookCourse.Workshop.Lessons;

/// <summary>How large a lesson may be: one sitting of a learner, one breath of a machine.</summary>
internal static class LessonLimits
{
    public const int LinesPerCell = 15;
    public const int Columns = 100;
    public const int FewestCells = 25;
    public const int MostCells = 100;
    public const int FewestExercises = 2;
    public const int MostExercises = 6;
    public const int FewestWrongAttempts = 2;
    public const long MostNotebookBytes = 1_500_000;

    /// <summary>The core path: minutes of reading and exercises together, English words, 汉字, code lines, exercises.</summary>
    public const int CoreMinutes = 30;
    public const int CoreWords = 1300;
    public const int CoreHan = 2600;
    public const int CoreCodeLines = 120;
    public const int CoreExercises = 2;

    /// <summary>Questions about earlier lessons that open a lesson.</summary>
    public const int Recalls = 3;

    /// <summary>The longest recap, in English words and in 汉字: two lines.</summary>
    public const int RecapWords = 45;
    public const int RecapHan = 90;

    private static readonly int[] Training = [6, 9, 10, 13, 15, 18, 19, 20];

    /// <summary>Machine seconds on two cores; lessons that train a model have twice as many.</summary>
    public static int MostSeconds(int lesson) => Training.Contains(lesson) ? 120 : 60;

    /// <summary>Lines that are not blank.</summary>
    public static int Lines(string code) => code.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line));

    /// <summary>Cells of the notebook: a heading, prose, code, and three for an exercise (task, code, hints with solution); the opening questions are one.</summary>
    public static int Cells(Lesson lesson) => 1 + (lesson.Parts.Any(part => part is RecallPart) ? 1 : 0)
        + lesson.Parts.Sum(part => part switch { ExercisePart => 3, VerifyPart or RecallPart => 0, _ => 1 });
}
