using System.Globalization;

namespace NotebookCourse.Workshop.Tests.Fuzz;

/// <summary>
/// Damaged files of every kind that the course reads are accepted or refused in clear words: no other exception, no 5 seconds, no gigabyte. A few of
/// each here; <c>tests/fuzz</c> reads many.
/// </summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzTests
{
    private const string Name = "alone, because processor time is measured for the process";
    private const int Few = 100, Seed = 20261127;

    public static TheoryData<string> Kinds => [.. FuzzTargets.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Damaged_files_are_accepted_or_refused_in_clear_words(string kind)
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("NOTEBOOKCOURSE_FUZZ"), CultureInfo.InvariantCulture, out int many) ? many : Few;
        FuzzTally tally = FuzzTargets.All[kind]().Run(count, Seed);
        if (Environment.GetEnvironmentVariable("NOTEBOOKCOURSE_FUZZ_REPORT") is { Length: > 0 } report)
            File.AppendAllText(report, tally.ToString());
        Assert.True(tally.Others.Count == 0, tally.ToString());
        Assert.Equal(count, tally.Accepted + tally.Refused);
        Assert.True(tally.Refused > 0, "No damage was noticed.");
    }
}
