using System.Text.Json;

namespace NotebookCourse.Exercises;

/// <summary>
/// What a learner has done: exercises, predictions, settled claims. Kept in <c>notebooks/.progress/progress.json</c>
/// beside the notebooks; where that may not be written or is everybody's, in <c>notebook-course</c> in the learner's
/// own data folder; or in the folder that the environment variable <c>NOTEBOOKCOURSE_PROGRESS</c> names.
/// </summary>
public sealed class Progress
{
    /// <summary>The environment variable that may name the folder of the progress file.</summary>
    public const string EnvironmentVariable = "NOTEBOOKCOURSE_PROGRESS";

    private static readonly Lock Gate = new();

    /// <summary>Every exercise that was attempted, by name.</summary>
    public SortedDictionary<string, ExerciseProgress> Exercises { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Every prediction that was made, by id.</summary>
    public SortedDictionary<string, PredictionRecord> Predictions { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Every claim settled by a cell the learner ran, by number; the value is what was measured.</summary>
    public SortedDictionary<string, string> Claims { get; init; } = new(StringComparer.Ordinal);

    /// <summary>When each of these claims was last settled, by number; not known of those stored before times were.</summary>
    public SortedDictionary<string, DateTimeOffset> SettledAt { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The file's full path; it need not exist.</summary>
    /// <exception cref="FileNotFoundException">The course's data folder, beside which the notebooks lie, is not found.</exception>
    public static string FilePath => Path.Combine(ProgressPlace.Current(), "progress.json");

    /// <summary>Reads what is stored; empty if nothing is.</summary>
    /// <param name="notice">
    /// Null, or what happened to a file that could not be understood: it is kept under another name and the course starts afresh.
    /// </param>
    /// <exception cref="IOException">The file exists and cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Progress Load(out string? notice)
    {
        lock (Gate)
            return ProgressFile.Load(FilePath, out notice);
    }

    /// <summary>Changes what is stored.</summary>
    /// <returns>Null, or why it could not be stored or what was wrong with the old file.</returns>
    internal static string? Record(Action<Progress> change)
    {
        lock (Gate)
        {
            try
            {
                return ProgressFile.Change(FilePath, change);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
            {
                return Language.Pick(
                    $"{exception.Message} A folder of your own can be named in the environment variable {EnvironmentVariable}.",
                    $"{exception.Message} 可以用环境变量 {EnvironmentVariable} 指定一个你自己的文件夹。");
            }
        }
    }

    internal void AddClaim(string id, string measured)
    {
        Claims[id] = measured;
        SettledAt[id] = DateTimeOffset.UtcNow;
    }

    internal void AddAttempt(string exercise, bool passed)
    {
        ExerciseProgress before = Exercises.GetValueOrDefault(exercise) ?? new ExerciseProgress(0, null);
        Exercises[exercise] = new ExerciseProgress(
            before.Attempts + 1, before.PassedAt ?? (passed ? DateTimeOffset.UtcNow : null));
    }
}
