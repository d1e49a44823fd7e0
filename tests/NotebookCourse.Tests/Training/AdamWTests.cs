using NotebookCourse.Models;
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
