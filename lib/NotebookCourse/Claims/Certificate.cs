using System.Net;
using System.Text;
using NotebookCourse.Display;
using NotebookCourse.Exercises;

namespace NotebookCourse.Claims;

/// <summary>
/// What a learner computed in this course, when, and with which seeds: made from the stored progress, to be kept as a page of HTML that needs
/// nothing else.
/// </summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class Certificate : IHtmlDisplay
{
    private const string Day = "yyyy-MM-dd";
    private readonly Progress _progress;
    private readonly string? _name;
    private readonly IReadOnlyList<LessonSeeds> _seeds;

    private Certificate(Progress progress, string? name, IReadOnlyList<LessonSeeds> seeds) => (_progress, _name, _seeds) = (progress, name, seeds);

    /// <summary>A certificate of what is stored.</summary>
    /// <param name="progress">What is stored, such as <c>Progress.Load(out _)</c>.</param>
    /// <param name="name">The learner's name; nobody's if null or blank.</param>
    /// <param name="seeds">The lessons' seeds, such as <see cref="LessonSeeds.Read()"/>.</param>
    public static Certificate Of(Progress progress, string? name = null, IReadOnlyList<LessonSeeds>? seeds = null) =>
        new(progress, string.IsNullOrWhiteSpace(name) ? null : name.Trim(), seeds ?? []);

    /// <summary>Whether anything is stored that it could say.</summary>
    public bool IsEmpty => Passed.Count == 0 && _progress.Claims.Count == 0 && _progress.Predictions.Count == 0;

    /// <summary>Writes it as a page of HTML; a file of that name is replaced.</summary>
    /// <param name="path">The file's path, such as <c>certificate.html</c>.</param>
    /// <exception cref="ArgumentException">The path is empty, or its folder does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new ArgumentException("The certificate got an empty path; expected a file's name, such as certificate.html.", nameof(path));
        string full = Path.GetFullPath(path);
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new ArgumentException($"The certificate cannot be written to {full}: there is no such folder. Make the folder first, or name another.", nameof(path));
        File.WriteAllText(full, $"""
            <!doctype html>
            <html lang="{Language.Pick("en", "zh-Hans")}"><head><meta charset="utf-8"><title>{Text(Title)}</title></head>
            <body style="max-width:48em;margin:2em auto;font-family:system-ui,sans-serif;line-height:1.5">
            {Html()}
            </body></html>

            """);
    }

    /// <summary>The certificate as plain text.</summary>
    public override string ToString() =>
        string.Join('\n', [Title, .. Summary(), .. Claims().Select(claim => Line(claim.Claim, claim.Measured, claim.When)), .. SeedLines()]);

    /// <inheritdoc/>
    string IHtmlDisplay.ToHtml() =>
        $"<div data-certificate=\"{(IsEmpty ? "empty" : "written")}\" "
        + $"style=\"border:3px double #1565c0;color:#212121;background:#fff;padding:12px 20px\">{Html()}</div>";

    private string Title => Language.Pick("What is a large language model, really? A certificate", "大模型到底是个啥？学习证书");

    private IReadOnlyList<ExerciseProgress> Passed => [.. _progress.Exercises.Values.Where(exercise => exercise.PassedAt is not null)];

    private IEnumerable<string> Summary()
    {
        yield return _name is null ? Language.Pick("A learner of this course", "本课程的一位学员") : _name;
        if (IsEmpty)
        {
            yield return Language.Pick(
                "Nothing is stored yet. Pass an exercise, write a guess or settle a claim, and run this again.",
                "还没有任何记录。通过一道练习、写下一个猜测或判定一条说法，再运行一次。");
            yield break;
        }

        DateTimeOffset[] times = [.. Passed.Select(exercise => exercise.PassedAt!.Value), .. _progress.SettledAt.Values];
        if (times.Length > 0)
            yield return Language.Pick($"from {Written(times.Min())} to {Written(times.Max())}", $"{Written(times.Min())} 至 {Written(times.Max())}");
        int attempts = _progress.Exercises.Values.Sum(exercise => exercise.Attempts), guesses = _progress.Predictions.Count;
        yield return Language.Pick($"exercises passed: {Passed.Count}, in {attempts} attempts", $"通过练习 {Passed.Count} 道，尝试 {attempts} 次");
        IReadOnlyList<PredictionScore> scores = PredictionScore.Of(_progress.Predictions);
        yield return Language.Pick($"guesses written: {guesses}, measured: {scores.Count}", $"写下猜测 {guesses} 个，已实测 {scores.Count} 个") + ScoreText(scores);
        int settled = Claims().Count(), all = NotebookCourse.Claims.Claims.All.Count;
        yield return Language.Pick($"claims settled: {settled} of {all}", $"判定说法 {settled} 条，共 {all} 条");
    }

    private static string ScoreText(IReadOnlyList<PredictionScore> scores)
    {
        string numbers = PredictionScore.SquaredLog(scores) is { } log
            ? Language.Pick($"; mean squared error in powers of ten {log:0.###}", $"，对数误差平方的均值（以十倍为单位）{log:0.###}")
            : "";
        return PredictionScore.Brier(scores) is { } brier
            ? numbers + Language.Pick($"; Brier score of words {brier:0.###}", $"，文字猜测的 Brier 得分 {brier:0.###}")
            : numbers;
    }

    // A claim that the ledger no longer has is left out: there is no verdict to print beside it.
    private IEnumerable<(Claim Claim, string Measured, string When)> Claims() =>
        from claim in NotebookCourse.Claims.Claims.All
        where _progress.Claims.ContainsKey(claim.Id)
        select (claim, _progress.Claims[claim.Id], _progress.SettledAt.TryGetValue(claim.Id, out DateTimeOffset when) ? Written(when) : "");

    private static string Line(Claim claim, string measured, string when)
    {
        string number = measured.Length > 0 ? $"{Colon}{measured}" : "", date = when.Length > 0 ? Language.Pick($" ({when})", $"（{when}）") : "";
        return $"{claim.Id} {claim.Verdict.Word(Language.Current)}{number}{date}";
    }

    private IEnumerable<string> SeedLines() => _seeds.Select(lesson => lesson.Trouble is { } trouble
        ? $"{lesson.Lesson}{Colon}{Language.Pick("cannot be read: ", "无法读取：")}{trouble}"
        : $"{lesson.Lesson}{Colon}{Language.Pick("seeds ", "种子 ")}{string.Join(", ", lesson.Seeds)}");

    private string Html()
    {
        var html = new StringBuilder($"<h2>{Text(Title)}</h2>\n<p>{string.Join("<br>", Summary().Select(Text))}</p>\n");
        if (Claims().Any())
        {
            html.Append("<table>").Append(Row("th", "", Language.Pick("the article", "文章"), Language.Pick("verdict", "结论"), Language.Pick("computed", "算得"), Language.Pick("when", "时间")));
            foreach (var (claim, measured, when) in Claims())
                html.Append(Row("td", claim.Id, claim.Quote, claim.Verdict.Word(Language.Current), measured, when));
            html.Append("</table>\n");
        }

        return _seeds.Count == 0 ? html.ToString() : html.Append($"<p><small>{string.Join("<br>", SeedLines().Select(Text))}</small></p>").ToString();
    }

    private static string Row(string tag, params string[] cells) =>
        $"<tr>{string.Concat(cells.Select(cell => $"<{tag}>{Text(cell)}</{tag}>"))}</tr>\n";

    private static string Colon => Language.Pick(": ", "：");

    private static string Written(DateTimeOffset time) => time.LocalDateTime.ToString(Day, System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
