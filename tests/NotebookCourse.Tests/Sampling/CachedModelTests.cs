using NotebookCourse.Models;
using NotebookCourse.Sampling;
using NotebookCourse.Tests.Training;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Sampling;

[Collection(OneTorch.Name)]
public sealed class CachedModelTests
{
    [Theory]
    [InlineData("gpt")]
    [InlineData("rnn")]
    public void The_cache_changes_nothing_but_the_speed(string kind)
    {
        random.manual_seed(3);
        using LanguageModel model = kind == "gpt" ? Small.Model() : new RnnModel(30, 16, 2);
        using var cached = new CachedModel(model);
        int[] tokens = [1, 2, 3, 4, 5, 6];
        int[][] asked = [[1, 2, 3], [1, 2, 3, 4], tokens, [1, 2, 7], [1, 2, 7], [9], tokens];
        foreach (int[] text in asked)
            AssertClose(Whole(model, text)[^1], cached.NextLogits(text));
        float[][] rows = cached.Logits(tokens, 2), whole = Whole(model, tokens);
        Assert.Equal(4, rows.Length);
        for (int row = 0; row < 4; row++)
            AssertClose(whole[2 + row], rows[row]);
    }

    [Fact]
    public void Speculation_with_a_torch_draft_keeps_the_greedy_text()
    {
        using GptModel target = Small.Model(1), draft = Small.Model(2);
        using CachedModel one = new(target), two = new(draft);
        var greedy = new LogitPipeline(new Temperature(0));
        int[] plain = [1];
        for (int i = 0; i < 8; i++)
            plain = [.. plain, Greedy.Choose(Whole(target, plain)[^1])];
        int[] fast = new SpeculativeDecoder(one, two, greedy, 3).Generate([1], 8, new Random(1));
        Assert.Equal(plain[1..], fast);
    }

    [Fact]
    public void Too_many_tokens_are_refused()
    {
        using GptModel model = Small.Model();
        using var cached = new CachedModel(model);
        Assert.Contains("1 to 16", Assert.Throws<ArgumentException>(() => cached.Logits(new int[17], 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => cached.Logits([1, 2], 2));
    }

    private static float[][] Whole(LanguageModel model, int[] tokens)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        model.eval();
        Tensor logits = model.forward(tensor([.. tokens.Select(token => (long)token)], 1, tokens.Length));
        return [.. logits.data<float>().ToArray().Chunk(model.VocabularySize)];
    }

    private static void AssertClose(float[] expected, float[] actual) =>
        Assert.True(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max() < 1e-5);
}
