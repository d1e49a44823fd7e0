using NotebookCourse.Exercises;

namespace NotebookCourse.Tests.Exercises;

public sealed class ScoreTests
{
    [Theory]
    [InlineData(5, 50, 50, 1)]
    [InlineData(500, 50, 50, 1)]
    [InlineData(50, 50, 50, 0)]
    [InlineData(80, 71, 96, 0)] // inside
    [InlineData(7.1, 71, 96, 1)]
    [InlineData(9600, 71, 96, 4)]
    public void A_number_is_scored_in_powers_of_ten(double guess, double from, double to, double score) =>
        Assert.Equal(score, Score.SquaredLog(guess, from, to), 12);

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(-1, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(1, 1, double.PositiveInfinity)]
    public void What_has_no_logarithm_has_no_score(double guess, double from, double to) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Score.SquaredLog(guess, from, to));

    [Fact]
    public void Briers_score_is_the_mean_of_squares()
    {
        Assert.Equal(0, Score.Brier([(1, true), (0, false)]));
        Assert.Equal(0.25, Score.Brier([(0.5, true), (0.5, false)]));
        Assert.Equal(0.64, Score.Brier([(0.8, false)])!.Value, 12);
        Assert.Equal(0.5, Score.Brier([(0, true), (1, true)]));
    }

    [Fact]
    public void Who_says_nothing_has_no_score() => Assert.Null(Score.Brier([]));

    [Theory]
    [InlineData(1.1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_probability_is_one(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Score.Brier([(probability, true)]));

    [Theory]
    [InlineData("5", "50", true, 1.0)]
    [InlineData("-5", "-50", true, 1.0)]
    [InlineData("0", "0", true, 0.0)]
    [InlineData("0", "3", true, null)] // no factor leads from 0 to 3
    [InlineData("-1", "1", true, null)]
    [InlineData("true", "true", false, 0.0)]
    [InlineData("true", "false", false, 1.0)]
    [InlineData("Large", "large", false, 0.0)]
    [InlineData("small", "large", false, 1.0)]
    public void A_stored_prediction_is_scored(string guess, string measured, bool isNumber, double? loss)
    {
        PredictionScore score = Assert.Single(PredictionScore.Of(new Dictionary<string, PredictionRecord> { ["a"] = new(guess, measured), ["b"] = new("1", null) }));
        Assert.Equal(isNumber, score.IsNumber);
        Assert.Equal(loss is null, score.Loss is null);
        Assert.Equal(loss ?? 0, score.Loss ?? 0, 12);
    }

    [Fact]
    public void Means_leave_out_what_has_no_score_and_are_null_for_nothing()
    {
        IReadOnlyList<PredictionScore> scores = PredictionScore.Of(new Dictionary<string, PredictionRecord> { ["a"] = new("5", "50"), ["b"] = new("0", "3"), ["c"] = new("yes", "no"), ["d"] = new("no", "no") });
        Assert.Equal(1, PredictionScore.SquaredLog(scores)!.Value, 12);
        Assert.Equal(0.5, PredictionScore.Brier(scores));
        Assert.Null(PredictionScore.SquaredLog([]));
        Assert.Null(PredictionScore.Brier([]));
    }
}
