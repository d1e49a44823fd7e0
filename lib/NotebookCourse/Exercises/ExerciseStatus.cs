namespace NotebookCourse.Exercises;

/// <summary>How far an attempt at an exercise is.</summary>
public enum ExerciseStatus
{
    /// <summary>The stub is untouched.</summary>
    NotYet,

    /// <summary>A step is not met.</summary>
    Wrong,

    /// <summary>Every step is met.</summary>
    Passed,
}
