using NotebookCourse.Probability;

namespace NotebookCourse.Text;

/// <summary>
/// A tiny language whose true distribution is known: sentences like 今天天气很好，去公园。 A day is drawn, then the
/// weather that fits the day, then what follows from the weather. Because every sentence and its probability can be
/// listed, a model of it can be compared with the truth instead of with a sample.
/// </summary>
public static class WeatherSentences
{
    private static readonly string[] Adjectives = ["好", "差", "热", "冷", "闷"];

    private static readonly string[] Plans = ["去公园", "在家看书", "去游泳", "吃火锅"];

    /// <summary>The first word: 今天, 昨天 or 明天.</summary>
    public static Distribution<string> Days { get; } =
        Distribution.Of(("今天", 0.5), ("昨天", 0.3), ("明天", 0.2));

    /// <summary>Every sentence with its true probability, the full stop and the line end included.</summary>
    public static Distribution<string> Sentences { get; } = Distribution.Of([
        .. from day in Days.Outcomes
           from adjective in Adjectives
           from plan in Plans.Prepend("")
           let ending = plan.Length > 0 ? $"，{plan}" : ""
           let p = Days[day] * WeatherOf(day)[adjective] * PlanFor(adjective)[plan]
           where p > 0
           select ($"{day}天气很{adjective}{ending}。\n", p)]);

    /// <summary>P(adjective | day天气很).</summary>
    /// <param name="day">One of <see cref="Days"/>.</param>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static Distribution<string> WeatherOf(string day) => day switch
    {
        "今天" => Shares(Adjectives, 0.45, 0.20, 0.20, 0.10, 0.05),
        "昨天" => Shares(Adjectives, 0.25, 0.40, 0.10, 0.20, 0.05),
        "明天" => Shares(Adjectives, 0.60, 0.05, 0.20, 0.05, 0.10),
        _ => throw new ArgumentException($"'{day}' is no day of this language; expected {string.Join(", ", Days.Outcomes)}.", nameof(day)),
    };

    /// <summary>P(plan | adjective); the empty string is a sentence without a plan.</summary>
    /// <param name="adjective">One of 好, 差, 热, 冷, 闷.</param>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static Distribution<string> PlanFor(string adjective)
    {
        string[] plans = [.. Plans.Prepend("")];    // none, 去公园, 在家看书, 去游泳, 吃火锅
        return adjective switch
        {
            "好" => Shares(plans, 0.3, 0.5, 0.1, 0.1, 0.0),
            "差" => Shares(plans, 0.4, 0.0, 0.5, 0.0, 0.1),
            "热" => Shares(plans, 0.4, 0.0, 0.1, 0.5, 0.0),
            "冷" => Shares(plans, 0.3, 0.0, 0.2, 0.0, 0.5),
            "闷" => Shares(plans, 0.6, 0.0, 0.2, 0.2, 0.0),
            _ => throw new ArgumentException($"'{adjective}' is no weather of this language; expected {string.Join(", ", Adjectives)}.", nameof(adjective)),
        };
    }

    /// <summary>The true P(next character | the beginning of a sentence), summed over all sentences that begin so.</summary>
    /// <param name="beginning">The start of a sentence; may be empty.</param>
    /// <exception cref="ArgumentException">No sentence begins so and goes on.</exception>
    public static Distribution<string> Next(string beginning)
    {
        ArgumentNullException.ThrowIfNull(beginning);
        var going = Sentences.Outcomes
            .Where(sentence => sentence.Length > beginning.Length && sentence.StartsWith(beginning, StringComparison.Ordinal))
            .GroupBy(sentence => sentence[beginning.Length].ToString())
            .Select(group => KeyValuePair.Create(group.Key, group.Sum(sentence => Sentences[sentence])))
            .ToList();
        return going.Count > 0
            ? Distribution.FromWeights(going)
            : throw new ArgumentException($"No weather sentence goes on after '{beginning}'; expected a beginning such as '今天天气很'.", nameof(beginning));
    }

    /// <summary>Draws sentences, one after the other.</summary>
    /// <param name="count">How many; at least 0.</param>
    /// <param name="seed">The same seed draws the same sentences.</param>
    public static string Generate(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var random = new Random(seed);
        return string.Concat(Enumerable.Range(0, count).Select(_ => Sentences.Sample(random)));
    }

    private static Distribution<string> Shares(string[] outcomes, params double[] shares) =>
        Distribution.Of([.. outcomes.Zip(shares)]);
}
