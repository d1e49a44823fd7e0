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
                $"? {Id}: you predicted {Short(Guess)}, measured {Short(Measured)}: {PredictionWords.Agreement(Guess, Measured, Language.Current)}.",
                $"? {Id}：你预测 {Short(Guess)}，实测 {Short(Measured)}：{PredictionWords.Agreement(Guess, Measured, Language.Current)}。"),
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

    private static string Short(string? stored) => PredictionWords.Short(stored);
}
