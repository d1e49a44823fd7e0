using NotebookCourse.Scaling;

namespace NotebookCourse.Tests.Scaling;

public sealed class LadderTests
{
    [Fact]
    public void The_courses_ladder_has_seven_rungs_and_bigger_ones_end_lower()
    {
        IReadOnlyList<Rung> ladder = Ladder.Load();
        Assert.Equal(7, ladder.Count);
        Assert.All(ladder, rung => Assert.True(rung.Final.Loss < rung.Curve[0].Loss));
        Assert.Equal(ladder.OrderByDescending(rung => rung.Final.Loss), ladder);
        Assert.True(ladder[^1].Parameters > 50 * ladder[0].Parameters);
        Assert.Single(ladder.Select(rung => rung.Final.Tokens).Distinct());
    }

    [Theory]
    [InlineData("something else", "begin with")]
    [InlineData("rung,parameters,tokens,validation_loss|a,1,2", "Line 2")]
    [InlineData("rung,parameters,tokens,validation_loss|a,1,2,3|a,1,-2,3", "Line 3")]
    public void A_damaged_file_is_named_by_its_line(string lines, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Ladder.Parse(lines.Split('|'))).Message);
}
