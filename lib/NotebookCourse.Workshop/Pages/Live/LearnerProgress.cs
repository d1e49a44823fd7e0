using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>What the learner has done, as the pages show it.</summary>
/// <param name="Solved">The names of solved exercises.</param>
/// <param name="Predictions">Guesses, and what was measured, by the prediction's id.</param>
internal sealed record LearnerProgress(IReadOnlyList<string> Solved, IReadOnlyDictionary<string, PredictionRecord> Predictions)
{
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
                [.. progress.Exercises.Where(exercise => exercise.Value.PassedAt is not null).Select(exercise => exercise.Key)],
                progress.Predictions);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notice = exception.Message;
            return new LearnerProgress([], new Dictionary<string, PredictionRecord>());
        }
    }
}
