using NotebookCourse.Sampling;

namespace NotebookCourse.Tests.Sampling;

[Collection(OneTorch.Name)]
public sealed class LogitStepTests
{
    private static readonly float[] Logits = [.. new[] { 0.4, 0.3, 0.2, 0.08, 0.02 }.Select(p => (float)Math.Log(p))];

    private static int[] Kept(LogitStep step, float[]? logits = null) =>
        [.. step.Apply(logits ?? Logits).Index().Where(pair => !float.IsNegativeInfinity(pair.Item)).Select(pair => pair.Index)];

    [Fact]
    public void Temperature_divides_logits_and_keeps_ranks()
    {
        double[] p = new Temperature(0.5).Distribution(Logits);
        double sum = new[] { 0.4, 0.3, 0.2, 0.08, 0.02 }.Sum(x => x * x); // T = 1/2 squares the probabilities
        Assert.Equal(0.16 / sum, p[0], 1e-6);
        Assert.Equal([0], Kept(new Temperature(0)));
        Assert.Equal(0.2, new Temperature(1e9).Distribution(Logits)[4], 1e-6);
    }

    [Fact]
    public void TopK_keeps_exactly_k_also_among_equals()
    {
        Assert.Equal([0, 1], Kept(new TopK(2)));
        Assert.Equal([0, 1, 2], Kept(new TopK(3), [1, 1, 1, 1, 1]));
        Assert.Equal(5, Kept(new TopK(99)).Length);
    }

    [Fact]
    public void TopP_keeps_the_token_that_crosses_the_line()
    {
        Assert.Equal([0], Kept(new TopP(0.39)));
        Assert.Equal([0, 1], Kept(new TopP(0.41)));
        Assert.Equal([0, 1, 2], Kept(new TopP(0.85)));
        Assert.Equal(5, Kept(new TopP(1)).Length);
        Assert.Equal([0], Kept(new TopP(1e-9)));
    }

    [Fact]
    public void MinP_compares_with_the_likeliest()
    {
        Assert.Equal([0, 1, 2], Kept(new MinP(0.25)));
        Assert.Equal([0, 1, 2, 3], Kept(new MinP(0.19)));
        Assert.Equal(5, Kept(new MinP(0)).Length);
        Assert.Equal([0], Kept(new MinP(1)));
    }

    [Fact]
    public void Typical_may_drop_the_likeliest()
    {
        double[] flat = [0.6, .. Enumerable.Repeat(0.01, 40)]; // entropy 2.15 nats; surprises 0.51 and 4.61
        Assert.Equal([0], Kept(new TypicalP(0.5), [.. flat.Select(p => (float)Math.Log(p))]));
        double[] peaked = [0.3, .. Enumerable.Repeat(0.035, 20)]; // entropy 2.71 nats; surprises 1.20 and 3.35
        int[] kept = Kept(new TypicalP(0.5), [.. peaked.Select(p => (float)Math.Log(p))]);
        Assert.DoesNotContain(0, kept);
        Assert.Equal(15, kept.Length); // 15 * 0.035 is the first sum above 0.5
    }

    [Fact]
    public void Penalties_touch_only_what_occurred()
    {
        float[] logits = [2, -1, 0.5f, 3];
        int[] history = [0, 1, 0];
        Assert.Equal([2 / 1.5f, -1.5f, 0.5f, 3], new RepetitionPenalty(1.5).Apply(logits, history));
        Assert.Equal([2 / 1.5f, -1, 0.5f, 3], new RepetitionPenalty(1.5, Window: 1).Apply(logits, history));
        Assert.Equal([2 - 2 * 0.5f - 0.1f, -1 - 0.5f - 0.1f, 0.5f, 3], new FrequencyPenalty(0.5, 0.1).Apply(logits, history));
    }

    [Fact]
    public void Steps_are_pure_and_their_order_matters()
    {
        float[] before = [.. Logits];
        LogitStep hotFirst = new LogitPipeline(new Temperature(2), new TopP(0.7)), hotLast = new LogitPipeline(new TopP(0.7), new Temperature(2));
        Assert.Equal([0, 1, 2], Kept(hotFirst));
        Assert.Equal([0, 1], Kept(hotLast));
        Assert.Equal(before, Logits);
        Assert.Equal(hotFirst.Apply(Logits), hotFirst.Apply(Logits));
        Assert.Equal(Logits, new LogitPipeline().Apply(Logits));
    }

    [Fact]
    public void Drawing_follows_the_distribution_and_the_seed()
    {
        var pipeline = new LogitPipeline(new TopK(3));
        var random = new Random(3);
        int[] counts = new int[5];
        for (int i = 0; i < 20_000; i++)
            counts[pipeline.Choose(Logits, [], random)]++;
        Assert.Equal(0, counts[3] + counts[4]);
        Assert.Equal(0.4 / 0.9, counts[0] / 20_000.0, 0.02);
        Assert.Equal(pipeline.Choose(Logits, [], new Random(8)), pipeline.Choose(Logits, [], new Random(8)));
    }

    [Fact]
    public void Impossible_settings_are_refused_with_their_range()
    {
        Assert.Contains("likeliest", Assert.Throws<ArgumentOutOfRangeException>(() => new Temperature(-1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Temperature(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopK(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopP(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinP(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepetitionPenalty(0));
        Assert.Contains("not a number", Assert.Throws<ArgumentException>(() => Greedy.Choose([1, float.NaN])).Message);
    }
}
