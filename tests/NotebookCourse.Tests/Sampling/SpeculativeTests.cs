using MathNet.Numerics.Distributions;
using NotebookCourse.Sampling;

namespace NotebookCourse.Tests.Sampling;

[Collection(OneTorch.Name)]
public sealed class SpeculativeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_accepted_token_has_the_targets_distribution(int seed)
    {
        double[] p = [0.5, 0.2, 0.2, 0.1, 0.0], q = [0.1, 0.1, 0.3, 0.3, 0.2];
        var random = new Random(seed);
        int[] counts = new int[5];
        int accepted = 0;
        const int draws = 50_000;
        for (int i = 0; i < draws; i++)
        {
            int proposed = NotebookCourse.Probability.Distribution.SampleIndex(q, random);
            (int token, bool kept) = SpeculativeDecoder.Decide(p, q, proposed, random);
            counts[token]++;
            accepted += kept ? 1 : 0;
        }

        Assert.Equal(0, counts[4]);
        Assert.True(ChiSquarePValue(counts[..4], p[..4]) > 1e-4);
        Assert.Equal(p.Zip(q, Math.Min).Sum(), accepted / (double)draws, 0.01); // 1 - total variation distance
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Whole_outputs_have_the_targets_distribution(int lookahead)
    {
        TableModel target = TableModel.Random(1, 3), draft = TableModel.Random(2, 3);
        var decoder = new SpeculativeDecoder(target, draft, new LogitPipeline(new Temperature(0.8)), lookahead);
        var random = new Random(17);
        int[] counts = new int[27];
        for (int i = 0; i < 20_000; i++)
        {
            int[] tokens = decoder.Generate([0], 3, random);
            counts[tokens[0] * 9 + tokens[1] * 3 + tokens[2]]++;
        }

        double[] expected = new double[27];
        for (int i = 0; i < 27; i++)
            expected[i] = P(0, i / 9) * P(i / 9, i / 3 % 3) * P(i / 3 % 3, i % 3);
        Assert.True(ChiSquarePValue(counts, expected) > 1e-4);

        double P(int after, int token) => new Temperature(0.8).Distribution(target.Logits([after], 0)[0])[token];
    }

    [Fact]
    public void The_test_itself_sees_a_wrong_rule()
    {
        double[] p = [0.5, 0.3, 0.2], q = [0.2, 0.3, 0.5];
        var random = new Random(1);
        int[] counts = new int[3];
        for (int i = 0; i < 50_000; i++)
        {
            int proposed = NotebookCourse.Probability.Distribution.SampleIndex(q, random);
            bool keep = random.NextDouble() < p[proposed] / q[proposed];
            counts[keep ? proposed : NotebookCourse.Probability.Distribution.SampleIndex(p, random)]++; // p, not the rest of p
        }

        Assert.True(ChiSquarePValue(counts, p) < 1e-6);
    }

    [Fact]
    public void A_perfect_draft_is_always_accepted_and_saves_passes()
    {
        TableModel model = TableModel.Random(3, 5);
        var decoder = new SpeculativeDecoder(model, model, new LogitPipeline(), 3);
        decoder.Generate([0], 40, new Random(1));
        Assert.Equal(decoder.Proposed, decoder.Accepted);
        Assert.Equal(10, decoder.TargetPasses); // four tokens a pass
    }

    [Fact]
    public void Different_vocabularies_or_too_long_an_output_are_refused()
    {
        TableModel five = TableModel.Random(1, 5, contextLength: 10);
        Assert.Contains("same vocabulary", Assert.Throws<ArgumentException>(() => new SpeculativeDecoder(five, TableModel.Random(1, 6), new(), 2)).Message);
        Assert.Contains("these models read 10", Assert.Throws<ArgumentException>(() => new SpeculativeDecoder(five, five, new(), 2).Generate([0], 20, new Random(1))).Message);
    }

    private static double ChiSquarePValue(int[] counts, double[] expected)
    {
        int total = counts.Sum();
        double statistic = counts.Zip(expected, (count, p) => Math.Pow(count - total * p, 2) / (total * p)).Sum();
        return 1 - ChiSquared.CDF(counts.Length - 1, statistic);
    }
}
