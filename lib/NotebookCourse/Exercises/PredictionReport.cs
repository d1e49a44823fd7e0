using System.Globalization;
using System.Net;
using NotebookCourse.Display;

namespace NotebookCourse.Exercises;

/// <summary>What a learner sees of a prediction, before or after the measurement.</summary>
/// <param name="Id">The prediction's id.</param>
/// <param name="Guess">The stored guess; null if there is none.</param>
/// <param name="Measured">What came out; null before the measurement.</param>
[TypeFormatterSource(typeof(PredictionFormatterSource), PreferredMimeTypes = [PredictionFormatterSource.MimeType, "text/html", "text/plain"])]
public sealed record PredictionReport(string Id, string? Guess, string? Measured) : IStructuredDisplay
{
    /// <summary>Why the prediction could not be stored; null if it was.</summary>
    public string? Warning { get; init; }

    /// <summary>What would have made sense, where the guess did not and was not stored; null if it did.</summary>
    public string? Wanted { get; init; }

    /// <summary>A guess stored before, where the cell now holds none; null if there is none.</summary>
    public string? Earlier { get; init; }

    /// <summary>One line of plain text.</summary>
    public override string ToString()
    {
        string line = (Guess, Measured) switch
        {
            (_, null) when Wanted is not null => Language.Pick(
                $"? {Id}: {Short(Guess)} is not {Wanted}, so it was not stored. Change your guess and run this cell again.",
                $"? {Id}：{Short(Guess)} 没有存下，这里要填{Wanted}。改一改，再运行一次。"),
            (null, null) when Earlier is not null => Language.Pick(
                $"? {Id}: no guess in this cell; your earlier one stands: {Short(Earlier)}.", $"? {Id}：这一格没有填，沿用你先前的预测 {Short(Earlier)}。"),
            (null, null) => Language.Pick(
                $"? {Id}: no prediction yet. Write your guess in this cell and run it again.", $"? {Id}：还没有预测。把猜测写进这一格，再运行一次。"),
            (null, _) => Language.Pick($"? {Id}: measured {Short(Measured)}; you made no prediction.", $"? {Id}：实测 {Short(Measured)}；你没有留下预测。"),
            (_, null) => Language.Pick($"? {Id}: you predict {Short(Guess)}.", $"? {Id}：你的预测是 {Short(Guess)}。"),
            _ => Language.Pick(
                $"? {Id}: you predicted {Short(Guess)}, measured {Short(Measured)}: {Agreement()}.",
                $"? {Id}：你预测 {Short(Guess)}，实测 {Short(Measured)}：{Agreement()}。"),
        };
        return Warning is null ? line : $"{line}\n{Language.Pick("not stored: ", "未保存：")}{Warning}";
    }

    /// <inheritdoc/>
    string IStructuredDisplay.ToJson() => StructuredJson.Write(
        ("id", Id), ("guess", Guess), ("measured", Measured), ("wanted", Wanted), ("earlier", Earlier), ("warning", Warning));

    /// <inheritdoc/>
    string IHtmlDisplay.ToHtml() =>
        $"<div data-prediction=\"{Id}\" style=\"border-left:4px solid #1565c0;background:#e3f2fd;color:#212121;padding:8px 12px\">"
        + $"{WebUtility.HtmlEncode(ToString()).Replace("\n", "<br>", StringComparison.Ordinal)}</div>";

    private string Agreement()
    {
        if (!TryNumber(Guess, out double guess) || !TryNumber(Measured, out double measured))
        {
            return string.Equals(Guess, Measured, StringComparison.OrdinalIgnoreCase)
                ? Language.Pick("as you said", "猜对了")
                : Language.Pick("not as you said", "没有猜对");
        }

        if (guess == measured)
            return Language.Pick("exactly", "分毫不差");
        if (guess * measured <= 0)
            return Language.Pick($"off by {Short(Math.Abs(guess - measured))}", $"相差 {Short(Math.Abs(guess - measured))}");

        double factor = Math.Max(guess / measured, measured / guess);
        return factor < 1.005
            ? Language.Pick("within half a percent", "误差不到千分之五")
            : Language.Pick($"off by a factor of {factor.ToString("G3", CultureInfo.InvariantCulture)}", $"差 {factor.ToString("G3", CultureInfo.InvariantCulture)} 倍");
    }

    private static bool TryNumber(string? text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static string Short(string? text) => TryNumber(text, out double number) ? Short(number) : text ?? "";

    private static string Short(double number) => number.ToString(Math.Abs(number) is >= 1e6 or < 1e-3 and > 0 ? "G6" : "0.######", CultureInfo.InvariantCulture);
}
