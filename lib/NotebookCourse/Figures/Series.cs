using System.Numerics;

namespace NotebookCourse.Figures;

/// <summary>Points of one kind: a line, a cloud of marks or a set of bars.</summary>
/// <param name="Name">What they are; written beside them.</param>
/// <param name="X">Horizontal positions, in the horizontal axis's unit.</param>
/// <param name="Y">Values, in the vertical axis's unit; NaN leaves a gap.</param>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Drawn dashed and grey: a bound, a theory, a baseline.</summary>
    public bool Reference { get; init; }

    /// <summary>Whether a line's points are marked, whatever the figure says of its lines; null: as the figure says.</summary>
    public bool? Marks { get; init; }

    /// <summary>Drawn thin, in the colour of the next series that is not thin and without a name at its end: one of the runs behind a mean.</summary>
    public bool Thin { get; init; }

    /// <summary>Points (x, y) of any number types.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Series Of<TX, TY>(string name, IEnumerable<TX> x, IEnumerable<TY> y)
        where TX : INumber<TX>
        where TY : INumber<TY>
    {
        double[] xs = [.. x.Select(double.CreateChecked)];
        double[] ys = [.. y.Select(double.CreateChecked)];
        if (xs.Length != ys.Length)
            throw new ArgumentException($"Series \"{name}\": {xs.Length} x positions and {ys.Length} y values; expected as many of one as of the other.");
        return new Series(name, xs, ys);
    }

    /// <summary>Values at positions 0, 1, 2 ...</summary>
    public static Series Of<T>(string name, IEnumerable<T> y) where T : INumber<T>
    {
        double[] ys = [.. y.Select(double.CreateChecked)];
        return new Series(name, [.. Enumerable.Range(0, ys.Length).Select(i => (double)i)], ys);
    }

    /// <summary>A function over evenly spaced x from <paramref name="from"/> to <paramref name="to"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="points"/> is below 2.</exception>
    public static Series Function(string name, Func<double, double> function, double from, double to, int points = 200)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        double[] xs = [.. Enumerable.Range(0, points).Select(i => from + (to - from) * i / (points - 1))];
        return new Series(name, xs, [.. xs.Select(function)]);
    }
}
