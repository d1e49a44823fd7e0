namespace NotebookCourse.Workshop.Lessons;

/// <summary>How large a lesson may be: one sitting of a learner, one breath of a machine.</summary>
internal static class LessonLimits
{
    public const int LinesPerCell = 15;
    public const int FewestCells = 40;
    public const int MostCells = 80;
    public const int FewestExercises = 3;
    public const int MostExercises = 5;
    public const int FewestWrongAttempts = 2;
    public const int FewestMinutes = 20;
    public const int MostMinutes = 40;
    public const long MostNotebookBytes = 1_500_000;

    private static readonly int[] Training = [9, 13, 15, 18, 20];

    /// <summary>Machine seconds on two cores; lessons that train a model have twice as many.</summary>
    public static int MostSeconds(int lesson) => Training.Contains(lesson) ? 120 : 60;

    /// <summary>Lines that are not blank.</summary>
    public static int Lines(string code) => code.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line));

    /// <summary>Cells of the notebook: a heading, prose, code, and three for an exercise (task, code, hints with solution).</summary>
    public static int Cells(Lesson lesson) => 1 + lesson.Parts.Sum(part => part is ExercisePart ? 3 : 1);
}
