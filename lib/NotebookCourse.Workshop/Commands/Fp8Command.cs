using System.CommandLine;
using System.Globalization;
using NotebookCourse.Precision;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>fp8</c>: a number in both eight-bit formats, bit by bit, or a file of numbers as codes.</summary>
internal static class Fp8Command
{
    private static readonly Float8Format[] Formats = [Float8Format.E4M3, Float8Format.E5M2];

    public static Command Create()
    {
        var input = new Argument<string>("NUMBER|FILE") { Description = "A number such as 3.14, -0.002 or NaN; with --codes a file that holds one float32 a line as the 8 hexadecimal digits of its bits." };
        var codes = new Option<string?>("--codes") { Description = "Print the code of every line of FILE as 2 hexadecimal digits, saturating: e4m3 or e5m2." };
        codes.AcceptOnlyFromAmong("e4m3", "e5m2");
        var command = new Command("fp8", "Shows a number in the eight-bit formats E4M3 and E5M2, or encodes a file of numbers.") { input, codes };
        command.SetAction(parsed => parsed.GetValue(codes) is { } format
            ? PrintCodes(format, parsed.GetRequiredValue(input))
            : PrintNumber(parsed.GetRequiredValue(input)));
        return command;
    }

    private static int PrintNumber(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double exact))
        {
            Console.Error.WriteLine($"'{text}' is not a number. Expected one such as 3.14, -2e-3, Infinity or NaN. To encode a file: fp8 --codes e4m3 FILE.");
            return ExitCode.Usage;
        }

        float value = (float)exact;
        Console.WriteLine(Invariant($"{text} as a 32-bit float is {value:G9}"));
        foreach (var format in Formats)
            PrintFormat(format, value);
        return ExitCode.Good;
    }

    private static void PrintFormat(Float8Format format, float value)
    {
        byte code = format.Encode(value);
        string bits = Convert.ToString(code, 2).PadLeft(8, '0');
        float rounded = format.Decode(code);
        Console.WriteLine();
        Console.WriteLine($"{format}  (1 sign, {format.ExponentBits} exponent, {format.FractionBits} fraction bits; bias {format.Bias})");
        Console.WriteLine($"  code       0x{code:x2}  sign {bits[0]}  exponent {bits[1..^format.FractionBits]}  fraction {bits[^format.FractionBits..]}");
        Console.WriteLine($"  value      {Describe(format, code)}");
        Console.WriteLine(Invariant($"  neighbours {Neighbour(format, code, -1)} and {Neighbour(format, code, +1)}"));
        if (float.IsFinite(value) && value != 0)
            Console.WriteLine(Invariant($"  error      {rounded - (double)value:G6} ({Math.Abs(rounded - (double)value) / Math.Abs((double)value):P3} of the number)"));
        if (Math.Abs(value) > format.MaxFinite)
            Console.WriteLine(Invariant($"  saturated  the largest value is {format.MaxFinite}; without saturation the code is 0x{format.Encode(value, Overflow.Special):x2}"));
    }

    private static string Describe(Float8Format format, byte code)
    {
        float value = format.Decode(code);
        int exponentField = (code & 0x7F) >> format.FractionBits, fraction = code & ((1 << format.FractionBits) - 1);
        if (!float.IsFinite(value) || value == 0)
            return Invariant($"{value}");
        string sign = value < 0 ? "-" : "";
        int parts = 1 << format.FractionBits;
        return exponentField == 0
            ? Invariant($"{value:G9} = {sign}{fraction}/{parts} x 2^{format.MinExponent} (subnormal)")
            : Invariant($"{value:G9} = {sign}(1 + {fraction}/{parts}) x 2^{exponentField - format.Bias}");
    }

    private static string Neighbour(Float8Format format, byte code, int direction)
    {
        float value = format.Decode(code);
        var others = format.Values.ToArray().Where(other => float.IsFinite(other) && (direction < 0 ? other < value : other > value));
        return float.IsNaN(value) || !others.Any() ? "none" : Invariant($"{(direction < 0 ? others.Max() : others.Min()):G9}");
    }

    private static int PrintCodes(string format, string file)
    {
        try
        {
            using var source = File.OpenRead(file);
            using var destination = Console.OpenStandardOutput();
            Float8CodeListing.Write(format == "e4m3" ? Float8Format.E4M3 : Float8Format.E5M2, file, source, destination);
            return ExitCode.Good;
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(fault.Message);
            return ExitCode.Usage;
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
