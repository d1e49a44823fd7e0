using NotebookCourse.Figures;

namespace NotebookCourse.Tests.Figures;

public class PaletteTests
{
    // Machado, Oliveira, Fernandes (2009), severity 1.0: linear RGB as a person with the deficiency sees it.
    private static readonly double[][] Deuteranopia = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];
    private static readonly double[][] Protanopia = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];

    [Theory]
    [InlineData("#ffffff")]
    [InlineData("#14181d")]
    public void Every_series_colour_stands_out_on_both_pages(string page)
    {
        foreach (string color in Palette.Series)
        {
            double a = Palette.Luminance(color), b = Palette.Luminance(page);
            double contrast = (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
            Assert.True(contrast >= 3, $"{color} on {page}: {contrast:0.00} : 1, expected at least 3 : 1");
        }
    }

    [Fact]
    public void The_first_four_colours_differ_for_colour_blind_readers()
    {
        foreach (var eye in (double[][][])[Deuteranopia, Protanopia])
        {
            double[][] seen = [.. Palette.Series.Take(4).Select(color => Seen(color, eye))];
            for (int i = 0; i < seen.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    double distance = Math.Sqrt(seen[i].Zip(seen[j], (p, q) => (p - q) * (p - q)).Sum());
                    Assert.True(distance > 0.08, $"{Palette.Series[i]} and {Palette.Series[j]}: {distance:0.000} apart in linear RGB");
                }
            }
        }
    }

    [Fact]
    public void A_scale_gives_its_ends_and_mixes_between()
    {
        Assert.Equal("#000000", Palette.At(["#000000", "#ffffff"], -1));
        Assert.Equal("#808080", Palette.At(["#000000", "#ffffff"], 0.5));
        Assert.Equal("#ffffff", Palette.At(["#000000", "#ffffff"], 2));
    }

    private static double[] Seen(string color, double[][] eye)
    {
        var (r, g, b) = Palette.Parse(color);
        double[] linear = [Linear(r), Linear(g), Linear(b)];
        return [.. eye.Select(row => row.Zip(linear, (m, v) => m * v).Sum())];
    }

    private static double Linear(byte value) => Math.Pow(value / 255.0, 2.2);
}
