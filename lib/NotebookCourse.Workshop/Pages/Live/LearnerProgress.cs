using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>What the learner has done, as the pages show it.</summary>
/// <param name="Solved">The names of solved exercises.</param>
/// <param name="Guesses">Predictions by id.</param>
internal sealed record LearnerProgress(IReadOnlyList<string> Solved, IReadOnlyDictionary<string, string> Guesses)
{
    /// <summary>Reads the progress file that the cells write.</summary>
    /// <param name="notice">What happened to a file that could not be understood, or why it cannot be read; null if all is well.</param>
    public static LearnerProgress Load(out string? notice)
    {
        try
        {
            Progress progress = Progress.Load(out notice);
            return new LearnerProgress(
                [.. progress.Exercises.Where(exercise => exercise.Value.PassedAt is not null).Select(exercise => exercise.Key)],
                progress.Predictions.ToDictionary(prediction => prediction.Key, prediction => prediction.Value.Guess));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notice = exception.Message;
            return new LearnerProgress([], new Dictionary<string, string>());
        }
    }
}
