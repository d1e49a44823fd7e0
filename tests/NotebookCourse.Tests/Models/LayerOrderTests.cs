using NotebookCourse.Accounting;
using NotebookCourse.Models;
using NotebookCourse.Tests.Support;
using NotebookCourse.Training;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Models;

/// <summary>A stack of blocks run in another order, the same block more than once, or not at all.</summary>
[Collection(OneTorch.Name)]
public sealed class LayerOrderTests
{
    private static readonly GptConfig Three = GptConfig.Modern(97, maxPositions: 16, hiddenSize: 16, layers: 3, heads: 2);

    public static TheoryData<string> Kinds => ["gpt", "deepseek"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_usual_order_changes_nothing_and_any_other_does(string kind)
    {
        using var scope = NewDisposeScope();
        using LanguageModel model = Model(kind);
        Tensor tokens = Seeded.Tokens(1, 97, 2, 7), plain = model.forward(tokens);
        Assert.Equal(0, Apart(plain, model.forward(tokens, new() { LayerOrder = [0, 1, 2] })));
        foreach (int[] order in (int[][])[[1, 0, 2], [0, 2], [0, 1, 1, 2], []])
            Assert.True(Apart(plain, model.forward(tokens, new() { LayerOrder = order })) > 1e-6, string.Join(" ", order));
    }

    [Fact]
    public void The_order_is_a_loop_over_the_blocks()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new DeepSeekModel(ModelConfig.TinyDeepSeekV3, 0.2);
        Tensor tokens = Seeded.Tokens(2, 97, 2, 7);
        foreach (int[] order in (int[][])[[2, 0, 1], [1, 1, 1], []])
        {
            using var angles = model.Decoder.Angles(0, 7);
            Tensor x = model.Decoder.Embedding.forward(tokens);                      // [2, 7, 64]
            foreach (int block in order)
                x = model.Decoder.Layers[block].forward(x, angles, new ForwardOptions());
            Tensor expected = model.Head(model.Decoder.Normalised(x));
            TensorAssert.Close(expected, model.forward(tokens, new() { LayerOrder = order }), 1e-6);
        }
    }

    [Fact]
    public void Training_leaves_blocks_that_do_not_run_as_they_are()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var model = new GptModel(Three);
        Tensor[] before = [.. Enumerable.Range(0, 3).Select(block => model.Blocks[block].Attention.Query.weight!.detach().clone())];
        var stream = new TokenStream(Enumerable.Range(0, 400).Select(i => i * i % 97).ToArray());
        var windows = new RandomWindows(stream, 4, 8, seed: 1);
        var recipe = new TrainingRecipe { Steps = 3, Rate = new ConstantRate(1e-2), ValidationBatches = 1 };
        using var trainer = new Trainer(new Ordered(model, [1, 1]), windows, windows, recipe);
        trainer.Run();
        double[] moved = [.. before.Select((old, block) => Apart(old, model.Blocks[block].Attention.Query.weight!))];
        Assert.Equal([0, 0], [moved[0], moved[2]]);
        Assert.True(moved[1] > 1e-4);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_order_that_cannot_be_run_is_refused_in_words(string kind)
    {
        using var scope = NewDisposeScope();
        using LanguageModel model = Model(kind);
        Tensor tokens = Seeded.Tokens(1, 97, 1, 3);
        foreach (int block in new[] { -1, 3, int.MaxValue })
        {
            var error = Assert.Throws<ArgumentException>(() => model.forward(tokens, new() { LayerOrder = [0, block] }));
            Assert.Contains($"block {block}", error.Message);
            Assert.Contains("0 to 2", error.Message);
        }

        using ModelCache cache = model.NewCache();
        var both = Assert.Throws<ArgumentException>(() => model.forward(tokens, new() { LayerOrder = [0], Cache = cache }));
        Assert.Contains("cache", both.Message);
    }

    [Fact]
    public void A_recurrent_model_refuses_an_order_it_cannot_follow()
    {
        using var scope = NewDisposeScope();
        using var model = new RnnModel(97, 8, 2);
        var error = Assert.Throws<ArgumentException>(() => model.forward(Seeded.Tokens(1, 97, 1, 3), new() { LayerOrder = [0] }));
        Assert.Contains("[0]", error.Message);
        Assert.Contains("recurrent", error.Message);
    }

    private static double Apart(Tensor one, Tensor other) => (one - other).abs().max().to(float64).item<double>();

    private static LanguageModel Model(string kind)
    {
        manual_seed(2);
        return kind == "gpt" ? new GptModel(Three, 0.2) : new DeepSeekModel(ModelConfig.TinyDeepSeekV3, 0.2);
    }

    private sealed class Ordered(LanguageModel model, int[] order) : Learner(model)
    {
        public override Tensor Logits(Batch batch) => Model.forward(batch.Inputs, new ForwardOptions { LayerOrder = order });
    }
}
