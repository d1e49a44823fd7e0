using System.Text.Json.Nodes;
using static NotebookCourse.Figures.Pictures.Picture;

namespace NotebookCourse.Figures.Pictures;

/// <summary>Draws a surface as seen from one corner, far parts first.</summary>
internal static class SurfacePicture
{
    private const double Turn = Math.PI / 5;
    private const double Tilt = 0.5;
    private const int MostRows = 24;

    public static void Draw(SvgCanvas canvas, JsonNode trace, JsonNode scene, double top, double bottom)
    {
        double[][] z = [.. trace["z"]!.AsArray().Select(row => row!.AsArray().Select(Double).ToArray())];
        z = [.. Fewer(z).Select(row => Fewer(row).ToArray())];
        string[] scale = [.. trace["colorscale"]!.AsArray().Select(stop => (string)stop![1]!)];
        double low = z.Min(row => row.Where(double.IsFinite).DefaultIfEmpty(0).Min()), high = z.Max(row => row.Where(double.IsFinite).DefaultIfEmpty(1).Max());
        double span = high > low ? high - low : 1;
        int rows = z.Length, columns = z[0].Length;
        double size = Math.Min(canvas.Width * 0.55, (bottom - top) * 0.95);

        (double X, double Y) Place(double r, double c, double height)
        {
            double u = c / (columns - 1) - 0.5, v = r / (rows - 1) - 0.5;
            double across = u * Math.Cos(Turn) - v * Math.Sin(Turn), away = u * Math.Sin(Turn) + v * Math.Cos(Turn);
            return (canvas.Width / 2 + across * size, (top + bottom) / 2 + away * size * Tilt + (0.5 - (height - low) / span) * size * 0.45);
        }

        for (int r = 0; r < rows - 1; r++)
        {
            for (int c = 0; c < columns - 1; c++)
            {
                double[] corners = [z[r][c], z[r][c + 1], z[r + 1][c + 1], z[r + 1][c]];
                if (!corners.All(double.IsFinite))
                    continue;
                var a = Place(r, c, corners[0]);
                var b = Place(r, c + 1, corners[1]);
                var d = Place(r + 1, c + 1, corners[2]);
                var e = Place(r + 1, c, corners[3]);
                string color = Palette.At(scale, (corners.Average() - low) / span);
                canvas.Path($"M{Pair(a)}L{Pair(b)}L{Pair(d)}L{Pair(e)}z", color, color, 0.6);
            }
        }

        Names(canvas, scene, Place, rows, columns, low, high);
    }

    private static IEnumerable<T> Fewer<T>(T[] all) =>
        all.Length <= MostRows ? all : Enumerable.Range(0, MostRows).Select(i => all[i * (all.Length - 1) / (MostRows - 1)]);

    private static void Names(SvgCanvas canvas, JsonNode scene, Func<double, double, double, (double X, double Y)> place, int rows, int columns, double low, double high)
    {
        var (x, y) = place(rows - 1, (columns - 1) / 2.0, low);
        canvas.Text(x - 10, y + 18, Title("xaxis"), Palette.Ink, 13, "end");
        (x, y) = place((rows - 1) / 2.0, columns - 1, low);
        canvas.Text(x + 10, y + 18, Title("yaxis"), Palette.Ink, 13);
        canvas.Text(12, 48, $"{Title("zaxis")}: {Number.Short(low)} – {Number.Short(high)}", Palette.Muted, 12);

        string Title(string axis) => (string)scene[axis]!["title"]!["text"]!;
    }

    private static string Pair((double X, double Y) point) => $"{SvgCanvas.Of(point.X)} {SvgCanvas.Of(point.Y)}";
}
