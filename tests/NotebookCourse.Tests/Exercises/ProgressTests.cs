using NotebookCourse.Exercises;

namespace NotebookCourse.Tests.Exercises;

[Collection(ProgressFolder.Collection)]
public sealed class ProgressTests : IDisposable
{
    private readonly ProgressFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("{ \"exercises\": ")]
    [InlineData("null")]
    [InlineData("{\"exercises\":null}")]
    [InlineData("{\"exercises\":{\"a\":null}}")]
    [InlineData("{\"predictions\":null}")]
    [InlineData("{\"predictions\":{\"a\":null}}")]
    [InlineData("{\"predictions\":{\"a\":{\"guess\":null}}}")]
    [InlineData("{\"claims\":null}")]
    [InlineData("{\"claims\":{\"C01\":null}}")]
    [InlineData("{\"settledAt\":null}")]
    [InlineData("{\"settledAt\":{\"C01\":\"yesterday\"}}")]
    public void A_damaged_file_is_kept_and_progress_starts_afresh(string content)
    {
        File.WriteAllText(_folder.File, content);
        Progress progress = Progress.Load(out string? notice);
        Assert.Empty(progress.Exercises);
        Assert.Contains("progress.damaged-1.json", notice);
        Assert.Equal(content, File.ReadAllText(Path.Combine(_folder.Path, "progress.damaged-1.json")));
        Assert.False(File.Exists(_folder.File));
    }

    [Fact]
    public void A_report_says_that_the_file_was_damaged()
    {
        File.WriteAllText(_folder.File, "not json");
        ExerciseReport report = Exercise.Check("square", check => check.True(() => true, hint: "power"));
        Assert.Contains("progress.damaged-1.json", report.Warning);
        Assert.Single(Progress.Load(out _).Exercises);
    }

    [Fact]
    public void Many_writers_at_once_lose_nothing()
    {
        Parallel.For(0, 40, index => Prediction.Ask($"guess-{index}", index));
        Assert.Equal(40, Prediction.All().Count);
        Assert.Equal(["progress.json"], Directory.EnumerateFiles(_folder.Path, "progress*").Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_reported_not_thrown()
    {
        string file = Path.Combine(_folder.Path, "occupied");
        File.WriteAllText(file, "");
        Environment.SetEnvironmentVariable(Progress.EnvironmentVariable, Path.Combine(file, "below"));
        ExerciseReport report = Exercise.Check("square", check => check.True(() => true, hint: "power"));
        Assert.Equal(ExerciseStatus.Passed, report.Status);
        Assert.Contains(file, report.Warning);
        Assert.Contains("NOTEBOOKCOURSE_PROGRESS", report.Warning);
    }

    [Fact]
    public void A_prediction_is_asked_stored_and_compared()
    {
        double? none = null;
        Assert.Contains("no prediction yet", Prediction.Ask("sum", none).ToString());
        Assert.Contains("you made no prediction", Prediction.Compare("sum", 1.5).ToString());

        Assert.Contains("you predict 3", Prediction.Ask("sum", 3).ToString());
        Assert.Contains("off by a factor of 2", Prediction.Compare("sum", 1.5).ToString());
        Assert.Equal(new PredictionRecord("3", "1.5"), Prediction.All()["sum"]);
    }

    [Theory]
    [InlineData(70.272, "70.27")]
    [InlineData(516_096, "516,096")]
    [InlineData(31_001.37, "31,001")]
    [InlineData(1.0000012333, "1.0000012333")]
    [InlineData(-0.05882353, "-0.05882")]
    public void What_was_measured_is_shown_short_and_kept_whole(double measured, string shown)
    {
        Prediction.Ask("sum", 3);
        PredictionReport report = Prediction.Compare("sum", measured);
        Assert.Contains($"measured {shown}:", report.ToString());
        Assert.EndsWith(" (sum)", report.ToString());
        Assert.Equal(measured, double.Parse(Prediction.All()["sum"].Measured!, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_guess_that_makes_no_sense_is_not_stored()
    {
        Assert.Contains("200 is not a number from 0 to 95", Prediction.Ask("claims", 200, from: 0, to: 95).ToString());
        Assert.Contains("not a number of at least 0", Prediction.Ask("claims", double.NaN, from: 0).ToString());
        Assert.Contains("not one of \"small\", \"large\"", Prediction.Ask("claims", "huge", "small", "large").ToString());
        Assert.False(Prediction.All().ContainsKey("claims"));
        Assert.Contains("you predict 95", Prediction.Ask("claims", 95, from: 0, to: 95).ToString());
        Assert.Contains("you predict Small", Prediction.Ask("words", "Small", "small", "large").ToString());
        Assert.Throws<ArgumentException>(() => Prediction.Ask("claims", 1, from: 2, to: 1));
    }

    [Fact]
    public void A_cell_without_a_guess_says_which_earlier_one_stands()
    {
        double? none = null;
        Prediction.Ask("sum", 3);
        Assert.Contains("your earlier one stands: 3", Prediction.Ask("sum", none).ToString());
        Assert.Equal("3", Prediction.All()["sum"].Guess);
    }

    [Fact]
    public void Words_and_truths_can_be_predicted()
    {
        Prediction.Ask("size", " Right ");
        Assert.Contains("as you said", Prediction.Compare("size", "right").ToString());
        Prediction.Ask("holds", true);
        Assert.Contains("not as you said", Prediction.Compare("holds", false).ToString());
    }

    [Fact]
    public void An_id_that_cannot_be_one_is_refused() =>
        Assert.Throws<ArgumentException>(() => Prediction.Ask("Three numbers", 1.0));
}
