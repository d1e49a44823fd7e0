using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>What the learner has done, as the pages show it.</summary>
/// <param name="Passed">When each solved exercise was first passed, by its name.</param>
/// <param name="Predictions">Guesses, and what was measured, by the prediction's id.</param>
internal sealed record LearnerProgress(IReadOnlyDictionary<string, DateTimeOffset> Passed, IReadOnlyDictionary<string, PredictionRecord> Predictions)
{
    /// <summary>The names of solved exercises.</summary>
    public IReadOnlyList<string> Solved => [.. Passed.Keys];

    /// <summary>The guesses alone, by the prediction's id.</summary>
    public IReadOnlyDictionary<string, string> Guesses => Predictions.ToDictionary(prediction => prediction.Key, prediction => prediction.Value.Guess);

    /// <summary>Reads the progress file that the cells write.</summary>
    /// <param name="notice">What happened to a file that could not be understood, or why it cannot be read; null if all is well.</param>
    public static LearnerProgress Load(out string? notice)
    {
        try
        {
            Progress progress = Progress.Load(out notice);
            return new LearnerProgress(
                progress.Exercises.Where(exercise => exercise.Value.PassedAt is not null).ToDictionary(exercise => exercise.Key, exercise => exercise.Value.PassedAt!.Value),
                progress.Predictions);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notice = exception.Message;
            return new LearnerProgress(new Dictionary<string, DateTimeOffset>(), new Dictionary<string, PredictionRecord>());
        }
    }
}
