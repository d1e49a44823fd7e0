using System.Globalization;

namespace NotebookCourse.Claims;

/// <summary>What a model after DeepSeek-V3 kept, changed, dropped or added.</summary>
/// <param name="When">The day it was published, <c>2026-04-24</c>, or the month where the source says no more.</param>
/// <param name="Model">The model or paper.</param>
/// <param name="Fate">What became of the idea.</param>
/// <param name="Idea">The idea.</param>
/// <param name="Source">Where that can be read.</param>
/// <param name="Table">Which of lesson 01's tables it brings back: <c>unigram</c>, <c>bigram</c> or <c>n-gram</c>; null for none.</param>
public sealed record LaterIdea(string When, string Model, Fate Fate, LocalizedText Idea, LocalizedText Source, string? Table = null)
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM"];
    private static readonly Lazy<IReadOnlyList<LaterIdea>> File = new(() => Read(CourseData.Path("claims", "after-v3.json")));

    /// <summary>All that is known of V3's ideas up to November 2026, by date.</summary>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IReadOnlyList<LaterIdea> All => File.Value;

    /// <summary>The fate as a word.</summary>
    public string FateWord => Fate switch
    {
        Fate.Kept => Language.Pick("kept", "保留"),
        Fate.Changed => Language.Pick("changed", "改了"),
        Fate.Dropped => Language.Pick("dropped", "丢了"),
        _ => Language.Pick("added", "新加"),
    };

    /// <summary>Date, model, fate and idea, in a line.</summary>
    public override string ToString() => $"{When}  {Model}  {FateWord}{Language.Pick(": ", "：")}{Idea}";

    /// <summary>Reads a file of such lines.</summary>
    /// <exception cref="InvalidDataException">It is none, or its dates are none or not in order.</exception>
    internal static IReadOnlyList<LaterIdea> Read(string path)
    {
        List<LaterIdea> lines = LedgerJson.Read<List<LaterIdea>>(path);
        foreach (LaterIdea line in lines.Where(line => !DateOnly.TryParseExact(line.When, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)))
            throw new InvalidDataException($"{path}: '{line.When}' is no date; expected one such as 2026-04-24, or 2026-04.");
        foreach ((LaterIdea before, LaterIdea line) in lines.Zip(lines.Skip(1)).Where(pair => string.CompareOrdinal(pair.First.When, pair.Second.When) > 0))
            throw new InvalidDataException($"{path}: {line.When} stands after {before.When}; expected the earlier first.");
        return lines;
    }
}
