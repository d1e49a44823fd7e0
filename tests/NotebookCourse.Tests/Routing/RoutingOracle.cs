using NotebookCourse.Accounting;

namespace NotebookCourse.Tests.Routing;

/// <summary>DeepSeek's routers once more, for one token, in plain C#, straight from the report's equations 12-16 and the V2 paper's section 2.2.</summary>
internal static class RoutingOracle
{
    /// <summary>The gate of every expert, 0 for those not chosen.</summary>
    public static double[] Gates(double[] logits, double[]? bias, ExpertsConfig config)
    {
        double[] affinity = config.Scoring == RouterScoring.Sigmoid
            ? [.. logits.Select(x => 1 / (1 + Math.Exp(-x)))]
            : [.. logits.Select(x => Math.Exp(x) / logits.Sum(Math.Exp))];
        double[] candidate = [.. affinity.Select((s, expert) => s + (bias?[expert] ?? 0))];
        HashSet<int> open = [.. OpenExperts(candidate, config)];
        int[] chosen = [.. open.OrderByDescending(expert => candidate[expert]).Take(config.ExpertsPerToken)];
        double divisor = config.Renormalise ? chosen.Sum(expert => affinity[expert]) : 1;
        var gates = new double[logits.Length];
        foreach (int expert in chosen)
            gates[expert] = affinity[expert] / divisor * config.Scale;
        return gates;
    }

    private static IEnumerable<int> OpenExperts(double[] candidate, ExpertsConfig config)
    {
        IEnumerable<int> all = Enumerable.Range(0, candidate.Length);
        if (config.Selection == ExpertSelection.Greedy)
            return all;
        int size = candidate.Length / config.GroupCount, counted = config.Selection == ExpertSelection.BiasCorrected ? 2 : 1;
        HashSet<int> kept = [.. Enumerable.Range(0, config.GroupCount)
            .OrderByDescending(group => candidate.Skip(group * size).Take(size).OrderDescending().Take(counted).Sum())
            .Take(config.GroupsKept)];
        return all.Where(expert => kept.Contains(expert / size));
    }
}
