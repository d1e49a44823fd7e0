namespace NotebookCourse.Exercises;

/// <summary>A stored prediction that was measured, and how far it was off.</summary>
/// <param name="Id">The prediction's id.</param>
/// <param name="Guess">What the learner wrote before.</param>
/// <param name="Measured">What came out.</param>
/// <param name="IsNumber">Whether it was a guess of a number; else of a word, or of yes or no.</param>
/// <param name="Loss">
/// For a number <see cref="Score.SquaredLog(double, double)"/>, null where no factor leads from one to the other (one of them is 0, or their signs
/// differ); for a word, a yes or a no its part of Brier's score, 0 or 1, as it was said without doubt.
/// </param>
public sealed record PredictionScore(string Id, string Guess, string Measured, bool IsNumber, double? Loss)
{
    /// <summary>Scores every prediction that was measured, in the order of their ids.</summary>
    /// <param name="predictions">Stored predictions, such as <see cref="Prediction.All"/>.</param>
    public static IReadOnlyList<PredictionScore> Of(IReadOnlyDictionary<string, PredictionRecord> predictions) =>
    [
        .. from prediction in predictions
           where prediction.Value.Measured is not null
           orderby prediction.Key
           select Of(prediction.Key, prediction.Value.Guess, prediction.Value.Measured!),
    ];

    /// <summary>The mean loss of the numbers that have one; null where none has.</summary>
    public static double? SquaredLog(IEnumerable<PredictionScore> scores) =>
        scores.Where(score => score.IsNumber).Average(score => score.Loss);

    /// <summary>Brier's score of the words and of the yeses and noes; null where there are none.</summary>
    public static double? Brier(IEnumerable<PredictionScore> scores) =>
        Score.Brier(scores.Where(score => !score.IsNumber).Select(score => (Probability: 1.0, Happened: score.Loss == 0)));

    private static PredictionScore Of(string id, string guess, string measured)
    {
        if (!PredictionWords.TryNumber(guess, out double guessed) || !PredictionWords.TryNumber(measured, out double found))
            return new PredictionScore(id, guess, measured, IsNumber: false, PredictionWords.IsSameWord(guess, measured) ? 0 : 1);

        // Two negative numbers are a factor apart as two positive ones are.
        double? loss = guessed == found ? 0
            : guessed * found > 0 && double.IsFinite(guessed) && double.IsFinite(found) ? Score.SquaredLog(Math.Abs(guessed), Math.Abs(found))
            : null;
        return new PredictionScore(id, guess, measured, IsNumber: true, loss);
    }
}
