using NotebookCourse.Display;

namespace NotebookCourse.Claims;

/// <summary>A number the article gives for a quantity, or that follows from what it says: an interval, both ends included.</summary>
/// <param name="Claims">The claims it comes from, such as <c>C06</c>; more than one where it follows only from all of them.</param>
/// <param name="Subject">The id of the quantity, a <see cref="NotebookCourse.Claims.Subject"/>.</param>
/// <param name="From">The least number meant; null if there is no lower end.</param>
/// <param name="To">The greatest number meant; null if there is no upper end.</param>
/// <param name="How">How the number follows; null where it stands in the article.</param>
public sealed record Statement(IReadOnlyList<string> Claims, string Subject, double? From = null, double? To = null, LocalizedText? How = null)
{
    /// <summary>The lower end, minus infinity where there is none.</summary>
    public double Low => From ?? double.NegativeInfinity;

    /// <summary>The upper end, infinity where there is none.</summary>
    public double High => To ?? double.PositiveInfinity;

    /// <summary>Whether the number stands in the article; otherwise it follows from what stands there.</summary>
    public bool IsStated => How is null;

    /// <summary>The claims and the interval, such as <c>C62: 16 to 30</c>.</summary>
    public override string ToString() => $"{string.Join(" + ", Claims)}{Language.Pick(": ", "：")}{Interval(Language.Current)}";

    /// <summary>The interval as a person says it.</summary>
    /// <param name="language"><c>"en"</c> or <c>"zh"</c>.</param>
    internal string Interval(string language) => (From, To) switch
    {
        ({ } from, { } to) when from == to => Number(from),
        ({ } from, { } to) => language == Language.Chinese ? $"{Number(from)} 到 {Number(to)}" : $"{Number(from)} to {Number(to)}",
        ({ } from, null) => language == Language.Chinese ? $"至少 {Number(from)}" : $"at least {Number(from)}",
        (null, { } to) => language == Language.Chinese ? $"至多 {Number(to)}" : $"at most {Number(to)}",
        _ => language == Language.Chinese ? "任意数" : "any number",
    };

    private static string Number(double number) => number != 0 && Math.Abs(number) is < 1e-3 or >= 1e15
        ? number.ToString("0.####e+0", System.Globalization.CultureInfo.InvariantCulture)
        : ShortNumber.Of(number);
}
