using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NotebookCourse.Exercises;

/// <summary>Compares what an attempt gives with what was expected, and writes either for a person.</summary>
internal static class Comparison
{
    private const int MostItems = 12;

    /// <summary>Whether two values agree; floating-point numbers within a relative tolerance.</summary>
    public static bool AreEqual(object? value, object? expected, double within) =>
        AreEqual(value, expected, within, Magnitude(expected));

    /// <summary>The value as a learner would write it: at most twelve items of a sequence, nine digits of a number.</summary>
    public static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char letter => $"'{letter}'",
        double number => number.ToString("G9", CultureInfo.InvariantCulture),
        float number => number.ToString("G7", CultureInfo.InvariantCulture),
        _ when TensorReader.Read(value) is { } tensor => $"[{string.Join(" × ", tensor.Shape)}] {Show(tensor.Numbers)}",
        ITuple tuple => $"({string.Join(", ", Items(tuple).Select(Show))})",
        IEnumerable sequence => ShowItems(sequence),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static bool AreEqual(object? value, object? expected, double within, double magnitude)
    {
        if (value is null || expected is null)
            return value is null && expected is null;
        if (TensorReader.Read(value) is { } tensor && TensorReader.Read(expected) is { } expectedTensor)
            return tensor.Shape.SequenceEqual(expectedTensor.Shape) && AreEqual(tensor.Numbers, expectedTensor.Numbers, within, magnitude);

        if (value is string || expected is string)
            return value.Equals(expected);
        if (value is ITuple tuple && expected is ITuple expectedTuple)
            return SequencesAreEqual(Items(tuple), Items(expectedTuple), within, magnitude);
        if (value is Array array && expected is Array expectedArray && !SameShape(array, expectedArray))
            return false;
        if (value is IEnumerable sequence && expected is IEnumerable expectedSequence)
            return SequencesAreEqual(sequence.Cast<object?>(), expectedSequence.Cast<object?>(), within, magnitude);
        if ((IsFloating(value) || IsFloating(expected)) && TryNumber(value, out double number) && TryNumber(expected, out double expectedNumber))
            return NumbersAreEqual(number, expectedNumber, within, magnitude);
        return value.Equals(expected);
    }

    private static bool NumbersAreEqual(double value, double expected, double within, double magnitude) =>
        value.Equals(expected) || Math.Abs(value - expected) <= within * (magnitude > 0 ? magnitude : 1);

    private static bool SequencesAreEqual(IEnumerable<object?> value, IEnumerable<object?> expected, double within, double magnitude)
    {
        List<object?> left = [.. value];
        List<object?> right = [.. expected];
        return left.Count == right.Count && left.Zip(right).All(pair => AreEqual(pair.First, pair.Second, within, magnitude));
    }

    private static bool SameShape(Array left, Array right) =>
        left.Rank == right.Rank && Enumerable.Range(0, left.Rank).All(axis => left.GetLength(axis) == right.GetLength(axis));

    // The largest finite magnitude among the expected numbers: what a relative tolerance is relative to.
    private static double Magnitude(object? expected) => expected switch
    {
        null or string => 0,
        _ when TensorReader.Read(expected) is { } tensor => Magnitude(tensor.Numbers),
        ITuple tuple => Magnitude(Items(tuple)),
        IEnumerable sequence => sequence.Cast<object?>().Select(Magnitude).DefaultIfEmpty(0).Max(),
        _ => TryNumber(expected, out double number) && double.IsFinite(number) ? Math.Abs(number) : 0,
    };

    private static bool IsFloating(object value) => value is double or float or Half;

    private static bool TryNumber(object value, out double number)
    {
        number = value switch
        {
            Half half => (double)half,
            BigInteger integer => (double)integer,
            IConvertible convertible and not (string or char or bool or DateTime) => convertible.ToDouble(CultureInfo.InvariantCulture),
            _ => double.NaN,
        };
        return value is Half or BigInteger or (IConvertible and not (string or char or bool or DateTime));
    }

    private static IEnumerable<object?> Items(ITuple tuple) => Enumerable.Range(0, tuple.Length).Select(index => tuple[index]);

    private static string ShowItems(IEnumerable sequence)
    {
        List<object?> first = [.. sequence.Cast<object?>().Take(MostItems + 1)];
        string items = string.Join(", ", first.Take(MostItems).Select(Show));
        return first.Count > MostItems ? $"[{items}, …]" : $"[{items}]";
    }
}
