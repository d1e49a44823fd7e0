using NotebookCourse.Display;
using NotebookCourse.Exercises;
using TorchSharp;

namespace NotebookCourse.Tests.Exercises;

[Collection(ProgressFolder.Collection)]
public sealed class ExerciseTests : IDisposable
{
    private readonly ProgressFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static double Stub(double value) => throw new NotYet();

    private static double? Blank => null;

    [Fact]
    public void An_untouched_stub_is_not_yet_and_leaves_no_trace()
    {
        ExerciseReport report = Exercise.Check("square", check => check
            .Equal(() => Stub(3), 9, hint: "power")
            .True(() => Stub(2) > 0, hint: "sign"));
        Assert.Equal(ExerciseStatus.NotYet, report.Status);
        Assert.Contains("not yet", report.ToString());
        Assert.False(File.Exists(_folder.File));
    }

    [Fact]
    public void An_exercise_of_a_lesson_is_called_by_its_title_and_another_by_its_name()
    {
        Action<ExerciseCheck> steps = check => check.Equal(() => Stub(3), 9, hint: "bias");
        Assert.StartsWith("… the other format: not yet", Exercise.Check("decode-e5m2", steps).ToString());
        Assert.StartsWith("… square: not yet", Exercise.Check("square", steps).ToString());
    }

    [Fact]
    public void A_null_value_is_not_yet() =>
        Assert.Equal(ExerciseStatus.NotYet, Exercise.Check("square", check => check.Equal(() => Blank, 9, hint: "power")).Status);

    [Fact]
    public void A_stub_reached_through_other_exceptions_is_not_yet() =>
        Assert.Equal(
            ExerciseStatus.NotYet,
            Exercise.Check("square", check => check.Equal(() => Task.Run(() => Stub(1)).Result, 1, hint: "power")).Status);

    [Fact]
    public void A_wrong_attempt_shows_what_was_tried_what_came_out_and_what_was_expected()
    {
        Func<double, double> square = x => x + x;
        ExerciseReport report = Exercise.Check("square", check => check
            .Equal(() => square(2), 4, hint: "power")
            .Equal(() => square(3), 9, hint: "not-a-sum")
            .Equal(() => square(4), 16, hint: "never-reached"));
        Assert.Equal(ExerciseStatus.Wrong, report.Status);
        Assert.Equal(("square(3)", "6", "9", "not-a-sum"), (report.Tried, report.CameOut, report.Expected, report.HintId));
        string html = ((IHtmlDisplay)report).ToHtml();
        Assert.Contains("data-exercise=\"square\" data-status=\"Wrong\" data-hint=\"not-a-sum\"", html);
    }

    [Fact]
    public void An_attempt_that_throws_is_wrong_and_says_what_it_threw()
    {
        ExerciseReport report = Exercise.Check("square", check => check.Equal(() => "ab".Substring(0, 3).Length, 3, hint: "range"));
        Assert.Equal(ExerciseStatus.Wrong, report.Status);
        Assert.StartsWith("ArgumentOutOfRangeException", report.CameOut);
    }

    [Fact]
    public void What_torch_refuses_is_said_without_its_own_frames()
    {
        using torch.Tensor two = torch.zeros(2), three = torch.zeros(3);
        ExerciseReport report = Exercise.Check("square", check => check.Equal(() => (two + three).shape[0], 2L, hint: "range"));
        Assert.Equal("ExternalException: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0", report.CameOut);
    }

    [Fact]
    public void A_right_attempt_passes_and_stays_passed()
    {
        ExerciseReport report = Exercise.Check("square", check => check.Equal(() => 3.0 * 3, 9, hint: "power"));
        Assert.Equal(ExerciseStatus.Passed, report.Status);
        Exercise.Check("square", check => check.Equal(() => 3.0 + 3, 9, hint: "power"));

        ExerciseProgress stored = Progress.Load(out _).Exercises["square"];
        Assert.Equal(2, stored.Attempts);
        Assert.NotNull(stored.PassedAt);
    }

    [Fact]
    public void Throws_wants_the_exception()
    {
        Assert.Equal(ExerciseStatus.Passed, Exercise.Check("refuses", check => check
            .Throws<ArgumentException>(() => throw new ArgumentException("no"), hint: "empty")).Status);
        ExerciseReport report = Exercise.Check("refuses", check => check.Throws<ArgumentException>(() => 1.5, hint: "empty"));
        Assert.Equal((ExerciseStatus.Wrong, "1.5"), (report.Status, report.CameOut));
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(1.0, true)]
    [InlineData(1.01, false)]
    [InlineData(double.NaN, false)]
    public void Between_includes_its_ends(double value, bool passes) =>
        Assert.Equal(
            passes ? ExerciseStatus.Passed : ExerciseStatus.Wrong,
            Exercise.Check("range", check => check.Between(() => value, 0.5, 1, hint: "range")).Status);

    public static TheoryData<object, object, bool> Pairs => new()
    {
        { 1.0, 1.0 + 1e-12, true },
        { 1.0, 1.001, false },
        { new[] { 1, 2 }, new[] { 1, 2 }, true },
        { new[] { 1, 2 }, new[] { 1, 2, 3 }, false },
        { new[] { 1e-12, 1.0 }, new[] { 0.0, 1.0 }, true },
        { new[,] { { 1, 2 } }, new[,] { { 1 }, { 2 } }, false },
        { "token", "token", true },
        { "token", "Token", false },
        { (1, "a"), (1, "a"), true },
        { double.NegativeInfinity, double.NegativeInfinity, true },
        { double.NaN, 1.0, false },
        { 37_552_297_472L, 37_552_297_473L, false },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Values_agree_or_not(object value, object expected, bool agree) =>
        Assert.Equal(
            agree ? ExerciseStatus.Passed : ExerciseStatus.Wrong,
            Exercise.Check("pair", check => check.Equal(() => value, expected, hint: "pair")).Status);

    [Fact]
    public void Tensors_agree_by_shape_and_values()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor row = torch.ones(1, 3);
        ExerciseReport same = Exercise.Check("tensor", check => check.Equal(() => row, torch.ones(1, 3), hint: "shape"));
        ExerciseReport other = Exercise.Check("tensor", check => check.Equal(() => row, torch.ones(3, 1), hint: "shape"));
        Assert.Equal((ExerciseStatus.Passed, ExerciseStatus.Wrong), (same.Status, other.Status));
        Assert.Equal("[1 × 3] [1, 1, 1]", other.CameOut);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Causal")]
    [InlineData("causal--mask")]
    [InlineData("causal mask")]
    public void A_name_that_cannot_be_one_is_refused(string name) =>
        Assert.Contains("dashes", Assert.Throws<ArgumentException>(() => Exercise.Check(name, check => check.True(() => true, "x"))).Message);

    [Fact]
    public void A_check_without_steps_is_refused() =>
        Assert.Throws<ArgumentException>(() => Exercise.Check("empty", _ => { }));
}
