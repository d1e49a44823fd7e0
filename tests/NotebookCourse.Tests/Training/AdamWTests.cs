using NotebookCourse.Accounting;
using NotebookCourse.Models;
using NotebookCourse.Routing;
using NotebookCourse.Training;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Training;

[Collection(OneTorch.Name)]
public sealed class AdamWTests
{
    [Fact]
    public void Fused_and_readable_take_the_same_steps()
    {
        using GptModel one = Small.Model(), other = Small.Model();
        using Trainer fused = Small.Trainer(one), readable = Small.Trainer(other, readable: true);
        for (int step = 0; step < 20; step++)
        {
            fused.Step();
            readable.Step();
        }

        float[] a = Small.Weights(one), b = Small.Weights(other);
        Assert.True(a.Zip(b, (x, y) => Math.Abs(x - y)).Max() < 1e-6);
    }

    [Fact]
    public void One_step_by_hand()
    {
        using var scope = NewDisposeScope();
        var matrix = new TorchSharp.Modules.Parameter(tensor(new[] { 2f }, [1, 1]));
        var vector = new TorchSharp.Modules.Parameter(tensor(new[] { 2f }));
        using var optimizer = new FusedAdamW([("matrix", matrix), ("vector", vector)], new AdamWOptions(0.9, 0.99, 0.1, 1e-8));
        (matrix.sum() * 3 + vector.sum() * 3).backward();
        optimizer.Step(0.01);
        // the first step is the sign of the gradient, whatever its size; only the matrix decays
        Assert.Equal(2 * (1 - 0.01 * 0.1) - 0.01, matrix.item<float>(), 1e-6);
        Assert.Equal(2 - 0.01, vector.item<float>(), 1e-6);
        optimizer.ZeroGradients();
        Assert.Equal(0, matrix.grad!.item<float>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_parameter_without_a_gradient_rests(bool readable)
    {
        using var scope = NewDisposeScope();
        TorchSharp.Modules.Parameter[] experts = [.. Enumerable.Range(0, 4).Select(i => new TorchSharp.Modules.Parameter(i % 2 == 0 ? ones(3, 2) : ones(3)))];
        (string, TorchSharp.Modules.Parameter)[] named = [.. experts.Select((expert, i) => ($"{i}", expert))];
        var options = new AdamWOptions(0.9, 0.99, 0.1, 1e-8);
        using AdamW optimizer = readable ? new ReadableAdamW(named, options) : new FusedAdamW(named, options);
        experts.Select(expert => (expert * 3).sum()).Aggregate((a, b) => a + b).backward();
        optimizer.Step(0.01);                                                    // all have momentum now
        foreach (int idle in new[] { 0, 1, 2, 3 })
        {
            optimizer.ZeroGradients();
            float[][] before = [.. experts.Select(Values)], moments = [.. optimizer.FirstMoments.Concat(optimizer.SecondMoments).Select(Values)];
            experts.Where((_, i) => i != idle).Select(expert => (expert * 1e-30).sum()).Aggregate((a, b) => a + b).backward();
            optimizer.Step(0.01);
            float[][] after = [.. experts.Select(Values)], later = [.. optimizer.FirstMoments.Concat(optimizer.SecondMoments).Select(Values)];
            Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(i == idle, before[i].SequenceEqual(after[i]))); // a tiny gradient is none the less one
            Assert.Equal(moments[idle], later[idle]);
            Assert.Equal(moments[4 + idle], later[4 + idle]);
        }

        static float[] Values(Tensor tensor) => tensor.detach().data<float>().ToArray();
    }

    [Fact]
    public void Training_moves_the_experts_that_tokens_came_to_and_no_other()
    {
        random.manual_seed(3);
        using var model = new DeepSeekModel(ModelConfig.TinyDeepSeekV3 with { VocabularySize = Small.Tokenizer.VocabularySize, PredictionLayerCount = 0 });
        RandomWindows source = new(Small.Stream, 1, 3, seed: 5);
        using var trainer = new Trainer(new Learner(model), source, source, Small.Recipe());
        int[] expertLayers = [.. Enumerable.Range(0, model.Config.LayerCount).Where(model.Config.IsExpertLayer)];
        int idle = 0;
        for (int step = 0; step < 12; step++)
        {
            using var scope = NewDisposeScope();
            using var log = new RoutingLog();
            using (no_grad())
                model.forward(source.At(step).Inputs, new() { Routing = log });
            Dictionary<string, float[]> before = Weights();
            trainer.Step();
            Dictionary<string, float[]> after = Weights();
            foreach (var (layer, decision) in expertLayers.Zip(log.Decisions))
            {
                long[] chosen = [.. decision.Experts.data<long>().ToArray().Distinct()];
                for (int expert = 0; expert < model.Config.Experts!.RoutedCount; expert++)
                {
                    string name = $"model.layers.{layer}.mlp.experts.{expert}.up_proj.weight";
                    Assert.Equal(chosen.Contains(expert), !before[name].SequenceEqual(after[name]));
                    idle += chosen.Contains(expert) ? 0 : 1;
                }
            }
        }

        Assert.True(idle > 50, $"{idle} idle experts are too few to have tested anything.");

        Dictionary<string, float[]> Weights() => model.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.data<float>().ToArray());
    }

    [Fact]
    public void Clipping_shortens_without_turning()
    {
        using var scope = NewDisposeScope();
        Tensor[] gradients = [tensor(new[] { 3f, 0f }), tensor(new[] { 4f })];
        Assert.Equal(5, GradientClipping.Clip(gradients, 10), 1e-6);
        Assert.Equal(3, gradients[0][0].item<float>(), 1e-6);
        Assert.Equal(5, GradientClipping.Clip(gradients, 1), 1e-6);
        Assert.Equal(0.6, gradients[0][0].item<float>(), 1e-5);
        Assert.Equal(0.8, gradients[1][0].item<float>(), 1e-5);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.Clip(gradients, 0));
    }

    [Fact]
    public void Accumulated_parts_equal_the_big_batch()
    {
        using GptModel whole = Small.Model(), parts = Small.Model();
        var big = new RowsOf(Small.Windows(batch: 4), 4);
        using Trainer once = Small.Trainer(whole, source: big);
        using Trainer fourTimes = Small.Trainer(parts, Small.Recipe() with { Accumulation = 4 }, new RowsOf(Small.Windows(batch: 4), 1));
        once.Step();
        fourTimes.Step();
        Assert.Equal(once.Curve[0].Loss, fourTimes.Curve[0].Loss, 1e-5);
        Assert.Equal(once.Curve[0].GradientNorm, fourTimes.Curve[0].GradientNorm, 1e-4);
        Assert.True(Small.Weights(whole).Zip(Small.Weights(parts), (x, y) => Math.Abs(x - y)).Max() < 2e-5);
    }

    /// <summary>The same windows as another source, handed out so many at a time.</summary>
    private sealed class RowsOf(BatchSource source, int rows) : BatchSource(rows, source.ContextLength)
    {
        public override ulong Fingerprint => source.Fingerprint;

        public override Batch At(long number)
        {
            Batch whole = source.At(number * BatchSize / source.BatchSize);
            long first = number * BatchSize % source.BatchSize;
            return new Batch(whole.Inputs.narrow(0, first, BatchSize), whole.Targets.narrow(0, first, BatchSize), new int[BatchSize]);
        }
    }
}
