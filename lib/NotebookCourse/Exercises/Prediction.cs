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
    /// <param name="from">The least that makes sense.</param>
    /// <param name="to">The most that makes sense. A guess outside is not stored, and the report says so.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is not of that form, or <paramref name="from"/> is above <paramref name="to"/>.</exception>
    public static PredictionReport Ask(string id, double? guess, double from = double.NegativeInfinity, double to = double.PositiveInfinity)
    {
        if (!(from <= to))
            throw new ArgumentException($"The prediction '{id}' asks for a number from {Text(from)} to {Text(to)}; expected the lower bound first.");
        bool makesSense = guess is not { } number || (double.IsFinite(number) && number >= from && number <= to);
        return AskText(id, guess is null ? null : Text(guess.Value), makesSense ? null : Wanted(from, to));
    }

    /// <summary>Stores a guess that is one of several words.</summary>
    /// <param name="id">Lower-case words joined by dashes, used once in the course.</param>
    /// <param name="guess">The guess, or null while there is none.</param>
    /// <param name="oneOf">The words to choose from; another is not stored, and the report says so. Empty: any word.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is not of that form.</exception>
    public static PredictionReport Ask(string id, string? guess, params string[] oneOf)
    {
        string? word = string.IsNullOrWhiteSpace(guess) ? null : guess.Trim();
        bool makesSense = word is null || oneOf.Length == 0 || oneOf.Contains(word, StringComparer.OrdinalIgnoreCase);
        string words = string.Join(Language.Pick(", ", "、"), oneOf.Select(choice => $"\"{choice}\""));
        return AskText(id, word, makesSense ? null : Language.Pick($"one of {words}", $"以下之一：{words}"));
    }

    /// <summary>Stores a guess that is a yes or a no.</summary>
    /// <param name="id">Lower-case words joined by dashes, used once in the course.</param>
    /// <param name="guess">The guess, or null while there is none.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is not of that form.</exception>
    public static PredictionReport Ask(string id, bool? guess) => AskText(id, guess is { } truth ? Text(truth) : null, null);

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

    /// <summary>Stores a guess that makes sense; <paramref name="wanted"/> says what would, where it does not.</summary>
    private static PredictionReport AskText(string id, string? guess, string? wanted)
    {
        RequireName(id);
        if (guess is null)
            return new PredictionReport(id, null, null) { Earlier = Progress.Load(out _).Predictions.GetValueOrDefault(id)?.Guess };
        if (wanted is not null)
            return new PredictionReport(id, guess, null) { Wanted = wanted };
        string? warning = Progress.Record(progress => progress.Predictions[id] = new PredictionRecord(guess, null));
        return new PredictionReport(id, guess, null) { Warning = warning };
    }

    private static string Wanted(double from, double to) => (double.IsFinite(from), double.IsFinite(to)) switch
    {
        (true, true) => Language.Pick($"a number from {Text(from)} to {Text(to)}", $" {Text(from)} 到 {Text(to)} 之间的数"),
        (true, false) => Language.Pick($"a number of at least {Text(from)}", $"不小于 {Text(from)} 的数"),
        (false, true) => Language.Pick($"a number of at most {Text(to)}", $"不大于 {Text(to)} 的数"),
        _ => Language.Pick("a finite number", "有限的数"),
    };

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
