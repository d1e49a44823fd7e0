namespace NotebookCourse.Exercises;

/// <summary>Checks a learner's attempt at an exercise, in the notebook, and remembers the outcome.</summary>
public static class Exercise
{
    /// <summary>Runs an exercise's steps in order, up to the first that is not met.</summary>
    /// <param name="name">The exercise's name, as in its lesson's source: lower-case words joined by dashes.</param>
    /// <param name="steps">Adds the steps, for example <c>check => check.Equal(() => Square(3), 9, hint: "power")</c>.</param>
    /// <returns>
    /// What to show: "not yet" if the attempt is the untouched stub, else what was tried, what came out, what was
    /// expected and a question, or that all steps are met.
    /// </returns>
    /// <remarks>
    /// It never throws because of the attempt. The outcome is added to <see cref="Progress"/>; if that cannot be
    /// written, the report says so.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a valid name, or no step was added.</exception>
    public static ExerciseReport Check(string name, Action<ExerciseCheck> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (!IsName(name))
            throw new ArgumentException($"'{name}' is not an exercise's name; expected lower-case words joined by dashes, such as 'causal-mask'.", nameof(name));

        var check = new ExerciseCheck();
        steps(check);
        if (check.StepCount == 0)
            throw new ArgumentException($"Exercise '{name}' has no step; expected at least one, such as check.Equal(() => Square(3), 9, hint: \"power\").", nameof(steps));

        ExerciseReport report = check.Report(name);
        if (report.Status == ExerciseStatus.NotYet)
            return report;

        string? warning = Progress.Record(progress => progress.AddAttempt(name, report.Status == ExerciseStatus.Passed));
        return report with { Warning = warning };
    }

    /// <summary>Whether <paramref name="name"/> can name an exercise or a prediction: lower-case words joined by dashes.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 } && name.Split('-').All(word => word.Length > 0 && word.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)));
}
