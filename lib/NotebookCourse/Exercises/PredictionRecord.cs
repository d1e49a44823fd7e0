namespace NotebookCourse.Exercises;

/// <summary>A stored prediction; numbers are written in the invariant culture, truths as <c>true</c> and <c>false</c>.</summary>
/// <param name="Guess">What the learner wrote before measuring.</param>
/// <param name="Measured">What came out; null until a cell compared them.</param>
public sealed record PredictionRecord(string Guess, string? Measured);
