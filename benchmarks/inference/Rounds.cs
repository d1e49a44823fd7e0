using System.Diagnostics;

namespace NotebookCourse.Benchmarks;

/// <summary>Measures candidates in turns.</summary>
internal static class Rounds
{
    /// <summary>Runs the candidates in turns for some seconds each, and gives the median time of each in milliseconds.</summary>
    public static List<(string Name, double Milliseconds)> Take(double seconds, params (string Name, Action Run)[] candidates)
    {
        var times = candidates.ToDictionary(candidate => candidate.Name, _ => new List<double>());
        foreach (var candidate in candidates)
            candidate.Run(); // compiled, mapped, measured once
        var all = Stopwatch.StartNew();
        while (all.Elapsed.TotalSeconds < seconds * candidates.Length || times.Values.First().Count < 5)
        {
            foreach (var (name, run) in candidates)
            {
                var watch = Stopwatch.StartNew();
                run();
                times[name].Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        return [.. times.Select(pair => (pair.Key, pair.Value.Order().ElementAt(pair.Value.Count / 2)))];
    }

    /// <summary>Prints rates, and times relative to the first candidate's.</summary>
    public static void Report(string unit, int count, List<(string Name, double Milliseconds)> results)
    {
        foreach (var (name, milliseconds) in results)
            Console.WriteLine($"    {name,-16} {count / milliseconds * 1_000,10:f0} {unit}{milliseconds / results[0].Milliseconds,8:f2}x the first's time");
    }
}
