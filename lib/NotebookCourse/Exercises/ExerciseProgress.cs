namespace NotebookCourse.Exercises;

/// <summary>What a learner did with one exercise.</summary>
/// <param name="Attempts">Runs of an edited stub.</param>
/// <param name="PassedAt">When it first passed; null if it has not.</param>
public sealed record ExerciseProgress(int Attempts, DateTimeOffset? PassedAt);
