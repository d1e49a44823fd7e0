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

    /// <summary>One line of plain text; a second where the guess could not be stored.</summary>
    public override string ToString() => Warning is null ? $"{Line()} ({Id})" : $"{Line()} ({Id})\n{NotStored}";

    private string NotStored => Language.Pick("not stored: ", "未保存：") + Warning;

    private string Line() => (Guess, Measured) switch
    {
        (_, null) when Wanted is not null => Language.Pick(
            $"? {Short(Guess)} is not {Wanted}, so it was not stored. Change your guess and run this cell again.",
            $"? {Short(Guess)} 没有存下，这里要填{Wanted}。改一改，再运行一次。"),
        (null, null) when Earlier is not null => Language.Pick(
            $"? no guess in this cell; your earlier one stands: {Short(Earlier)}.", $"? 这一格没有填，沿用你先前的预测 {Short(Earlier)}。"),
        (null, null) => Language.Pick(
            $"? no prediction yet. Write your guess in this cell and run it again.", $"? 还没有预测。把猜测写进这一格，再运行一次。"),
        (null, _) => Language.Pick($"? measured {Short(Measured)}; you made no prediction.", $"? 实测 {Short(Measured)}；你没有留下预测。"),
        (_, null) => Language.Pick($"? you predict {Short(Guess)}.", $"? 你的预测是 {Short(Guess)}。"),
        _ => Language.Pick(
            $"? you predicted {Short(Guess)}, measured {Short(Measured)}: {PredictionWords.Agreement(Guess, Measured, Language.Current)}.",
            $"? 你预测 {Short(Guess)}，实测 {Short(Measured)}：{PredictionWords.Agreement(Guess, Measured, Language.Current)}。"),
    };

    /// <inheritdoc/>
    string IStructuredDisplay.ToJson() => StructuredJson.Write(
        ("id", Id), ("guess", Guess), ("measured", Measured), ("wanted", Wanted), ("earlier", Earlier), ("warning", Warning));

    /// <inheritdoc/>
    string IHtmlDisplay.ToHtml() =>
        $"<div data-prediction=\"{Id}\" style=\"{CardStyle.Of("#1565c0")}\">{WebUtility.HtmlEncode(Line())} <code style=\"opacity:.7\">{Id}</code>"
        + (Warning is null ? "</div>" : $"<br>{WebUtility.HtmlEncode(NotStored)}</div>");

    private static string Short(string? stored) => PredictionWords.Short(stored);
}
