using System.Globalization;
using NotebookCourse.Display;

namespace NotebookCourse.Exercises;

/// <summary>How a stored prediction and what was measured are said to a learner, in either language.</summary>
internal static class PredictionWords
{
    private const double Close = 1.005; // a factor below it is "within half a percent"

    /// <summary>A stored value as a learner reads it: a whole number whole, another to four digits, a word as it is.</summary>
    public static string Short(string? stored) => TryNumber(stored, out double number) ? ShortNumber.Of(number) : stored ?? "";

    /// <summary>A truth as a word of the language; anything else as <see cref="Short(string)"/> says it.</summary>
    public static string Value(string? stored, string language) => stored switch
    {
        "true" => Pick(language, "yes", "是"),
        "false" => Pick(language, "no", "否"),
        _ => Short(stored),
    };

    /// <summary>How far a guess was off, such as "off by a factor of 3".</summary>
    /// <param name="guess">What was stored.</param>
    /// <param name="measured">What came out.</param>
    /// <param name="language"><c>en</c> or <c>zh</c>.</param>
    public static string Agreement(string? guess, string? measured, string language)
    {
        if (!TryNumber(guess, out double guessed) || !TryNumber(measured, out double found))
        {
            return IsSameWord(guess, measured)
                ? Pick(language, "as you said", "猜对了")
                : Pick(language, "not as you said", "没有猜对");
        }

        if (guessed == found)
            return Pick(language, "exactly", "分毫不差");
        if (guessed * found <= 0)
            return Pick(language, $"off by {ShortNumber.Of(Math.Abs(guessed - found))}", $"相差 {ShortNumber.Of(Math.Abs(guessed - found))}");

        double factor = Math.Max(guessed / found, found / guessed);
        return factor < Close
            ? Pick(language, "within half a percent", "误差不到千分之五")
            : Pick(language, $"off by a factor of {ThreeDigits(factor)}", $"差 {ThreeDigits(factor)} 倍");
    }

    /// <summary>Whether a guess of a word, a yes or a no was right; letter case does not matter.</summary>
    public static bool IsSameWord(string? guess, string? measured) => string.Equals(guess, measured, StringComparison.OrdinalIgnoreCase);

    private static string ThreeDigits(double factor)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(factor)) - 2);
        return factor >= 1e15 ? factor.ToString("0.##e+0", CultureInfo.InvariantCulture)
            : (Math.Round(factor / unit) * unit).ToString("#,0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a stored value is a number, and which.</summary>
    public static bool TryNumber(string? text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static string Pick(string language, string english, string chinese) => language == Language.Chinese ? chinese : english;
}
