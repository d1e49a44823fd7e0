using System.Globalization;

namespace NotebookCourse.Exercises;

/// <summary>
/// Guesses that a learner commits to before measuring. <c>Ask</c> stores one, <c>Compare</c> confronts it with what
/// was measured. A guess left <see langword="null"/> is not stored, and nothing throws because of it.
/// </summary>
public static class Prediction
{
    /// <summary>Stores a guess that is a number.</summary>
    /// <param name="id">Lower-case words joined by dashes, used once in the course.</param>
    /// <param name="guess">The guess, or null while there is none.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is not of that form.</exception>
    public static PredictionReport Ask(string id, double? guess) => AskText(id, guess is { } number ? Text(number) : null);

    /// <summary>Stores a guess that is one of several words.</summary>
    /// <inheritdoc cref="Ask(string, double?)"/>
    public static PredictionReport Ask(string id, string? guess) => AskText(id, string.IsNullOrWhiteSpace(guess) ? null : guess.Trim());

    /// <summary>Stores a guess that is a yes or a no.</summary>
    /// <inheritdoc cref="Ask(string, double?)"/>
    public static PredictionReport Ask(string id, bool? guess) => AskText(id, guess is { } truth ? Text(truth) : null);

    /// <summary>Confronts the stored guess with a number.</summary>
    /// <param name="id">The id given to <c>Ask</c>.</param>
    /// <param name="measured">What came out.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is not of the form lower-case words joined by dashes.</exception>
    public static PredictionReport Compare(string id, double measured) => CompareText(id, Text(measured));

    /// <summary>Confronts the stored guess with a word; letter case does not matter.</summary>
    /// <inheritdoc cref="Compare(string, double)"/>
    public static PredictionReport Compare(string id, string measured) => CompareText(id, measured);

    /// <summary>Confronts the stored guess with a yes or a no.</summary>
    /// <inheritdoc cref="Compare(string, double)"/>
    public static PredictionReport Compare(string id, bool measured) => CompareText(id, Text(measured));

    /// <summary>Every stored prediction, by id.</summary>
    /// <exception cref="IOException">The progress file exists and cannot be read.</exception>
    public static IReadOnlyDictionary<string, PredictionRecord> All() => Progress.Load(out _).Predictions;

    private static PredictionReport AskText(string id, string? guess)
    {
        RequireName(id);
        string? warning = guess is null
            ? null
            : Progress.Record(progress => progress.Predictions[id] = new PredictionRecord(guess, null));
        return new PredictionReport(id, guess, null) { Warning = warning };
    }

    private static PredictionReport CompareText(string id, string measured)
    {
        RequireName(id);
        string? guess = null;
        string? warning = Progress.Record(progress =>
        {
            guess = progress.Predictions.GetValueOrDefault(id)?.Guess;
            if (guess is not null)
                progress.Predictions[id] = new PredictionRecord(guess, measured);
        });
        return new PredictionReport(id, guess, measured) { Warning = warning };
    }

    private static void RequireName(string id)
    {
        if (!Exercise.IsName(id))
            throw new ArgumentException($"'{id}' is not a prediction's id; expected lower-case words joined by dashes, such as 'three-numbers'.", nameof(id));
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(bool truth) => truth ? "true" : "false";
}
