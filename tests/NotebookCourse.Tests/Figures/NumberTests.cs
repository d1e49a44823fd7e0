using NotebookCourse.Figures;

namespace NotebookCourse.Tests.Figures;

public class NumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.25, "0.25")]
    [InlineData(0.123456, "0.123")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(1234, "1234")]
    [InlineData(9999, "9999")]
    [InlineData(12345, "12.3k")]
    [InlineData(999999, "1M")]
    [InlineData(671e9, "671B")]
    [InlineData(1.48e13, "14.8T")]
    [InlineData(0.00001234, "1.23e-5")]
    [InlineData(double.NaN, "")]
    public void Numbers_are_short(double value, string expected) => Assert.Equal(expected, Number.Short(value));

    [Theory]
    [InlineData(653_908_770_816, "6539 亿")]
    [InlineData(37_552_297_472, "375.5 亿")]
    [InlineData(926_679_040, "9.267 亿")]
    [InlineData(108_000, "10.8 万")]
    [InlineData(99_999_999, "1 亿")]
    [InlineData(21.472e12, "21.47 万亿")]
    [InlineData(256, "256")]
    public void Chinese_counts_in_ten_thousands(double value, string expected) => Assert.Equal(expected, Number.InMyriads(value));

    [Fact]
    public void Labels_that_would_touch_move_apart_and_stay_inside()
    {
        double[] placed = EndLabel.Spread([95, 96, 97], 100);
        Assert.Equal([66, 83, 100], placed);
        Assert.Equal([10, 50], EndLabel.Spread([10, 50], 100));
    }

    [Fact]
    public void Treemap_areas_are_proportional_and_fill_the_whole()
    {
        double[] sizes = [6, 6, 4, 3, 2, 2, 1];
        var boxes = Treemap.Squarify(sizes, 6, 4);
        Assert.Equal(sizes, boxes.Select(b => Math.Round(b.Width * b.Height, 9)));
        Assert.All(boxes, b => Assert.True(b.X >= 0 && b.Y >= 0 && b.X + b.Width <= 6 + 1e-9 && b.Y + b.Height <= 4 + 1e-9));
    }
}
