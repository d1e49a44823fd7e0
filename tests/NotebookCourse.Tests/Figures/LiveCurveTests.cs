using Microsoft.Extensions.Time.Testing;
using NotebookCourse.Figures;

namespace NotebookCourse.Tests.Figures;

public sealed class LiveCurveTests
{
    [Fact]
    public void Before_the_first_step_there_is_an_empty_figure()
    {
        Figure figure = new LiveCurve("Loss", 300).Figure;
        Assert.Equal("Loss", figure.Title);
        Assert.Contains("<svg", figure.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_drawn_again_once_a_second_and_at_the_end_and_says_where_the_run_stands()
    {
        var clock = new FakeTimeProvider();
        var live = new LiveCurve("Loss", 4, "nats", clock);
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(live.Add(1, 4.4, TimeSpan.FromSeconds(8)));
        Assert.Equal("Loss: step 1 of 4, loss 4.40, 8 s left", live.Figure.Title);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(live.Add(2, 3.3, TimeSpan.FromSeconds(4)));
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(live.Add(3, 3.0, TimeSpan.FromSeconds(2)));
        Assert.True(live.Add(4, 2.5, TimeSpan.Zero));
        Assert.Equal("Loss: step 4 of 4, loss 2.50", live.Figure.Title);
        Assert.Contains("[1.0,2.0,3.0,4.0]", live.Figure.ToJson(), StringComparison.Ordinal);
        Assert.Contains("[4.4,3.3,3.0,2.5]", live.Figure.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_has_no_logarithm_and_a_run_without_steps_are_refused()
    {
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => new LiveCurve("Loss", 3).Add(1, 0, TimeSpan.Zero)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LiveCurve("Loss", 0));
    }
}
