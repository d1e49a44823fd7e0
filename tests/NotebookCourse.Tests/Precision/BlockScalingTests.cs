using FsCheck.Xunit;
using NotebookCourse.Precision;

namespace NotebookCourse.Tests.Precision;

public sealed class BlockScalingTests
{
    [Property(MaxTest = 60)]
    public void EveryElementIsWithinHalfAStepOfItsBlock(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(1, 140), columns = random.Next(1, 300);
        var shape = new[] { BlockShape.Activations, BlockShape.Weights, BlockShape.PerTensor, BlockShape.PerRow, new BlockShape(7, 5) }[random.Next(5)];
        var format = random.Next(2) == 0 ? Float8Format.E4M3 : Float8Format.E5M2;
        var kind = random.Next(2) == 0 ? ScaleKind.Float32 : ScaleKind.PowerOfTwo;
        float[] values = Numbers(random, rows * columns);
        var matrix = BlockScaledMatrix.Quantise(values, rows, columns, shape, format, kind);
        float[] back = matrix.Dequantise();
        for (int i = 0; i < values.Length; i++)
        {
            float scale = matrix.Scales[matrix.Grid.BlockOf(i / columns, i % columns)];
            double halfStep = Math.Max(Math.Abs(values[i]) * Math.ScaleB(1, -format.FractionBits - 1), scale * format.MinSubnormal / 2);
            Assert.InRange(Math.Abs(back[i] - values[i]), 0, halfStep * 1.00001);
        }

        Assert.All(matrix.Scales, scale => Assert.True(scale > 0 && (kind == ScaleKind.Float32 || float.IsPow2(scale))));
    }

    [Fact]
    public void TheLargestElementOfABlockIsKept()
    {
        float[] values = Numbers(new Random(5), 256 * 256);
        var matrix = BlockScaledMatrix.Quantise(values, 256, 256, BlockShape.Weights);
        float[] back = matrix.Dequantise();
        Assert.Equal(4, matrix.Scales.Length);
        foreach (int block in new[] { 0, 3 })
        {
            var inBlock = Enumerable.Range(0, values.Length).Where(i => matrix.Grid.BlockOf(i / 256, i % 256) == block).ToList();
            int largest = inBlock.MaxBy(i => Math.Abs(values[i]));
            Assert.Equal(448, Math.Abs(Float8Format.E4M3.Decode(matrix.Codes[largest])));
            Assert.Equal(values[largest], back[largest], Math.Abs(values[largest]) * 1e-6);
        }
    }

    [Theory]
    [InlineData(ScaleKind.Float32)]
    [InlineData(ScaleKind.PowerOfTwo)]
    public void ReplacingTheValuesIsQuantisingAnew(ScaleKind kind)
    {
        float[] values = Numbers(new Random(1), 130 * 257);
        var fresh = BlockScaledMatrix.Quantise(values, 130, 257, BlockShape.Weights, scaleKind: kind, minAmax: 1e-3f);
        var reused = BlockScaledMatrix.Quantise(Numbers(new Random(2), 130 * 257), 130, 257, BlockShape.Weights, scaleKind: kind, minAmax: 1e-3f);
        Assert.NotEqual(fresh.Codes, reused.Codes);
        reused.Replace(values);
        Assert.Equal(fresh.Codes, reused.Codes);
        Assert.Equal(fresh.Scales, reused.Scales);
        Assert.Contains("5 values were given for a matrix of 130 x 257", Assert.Throws<ArgumentException>(() => reused.Replace(new float[5])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RaggedEdgesHaveTheirOwnBlocks()
    {
        var grid = new BlockGrid(130, 257, BlockShape.Weights);
        Assert.Equal((2, 3), (grid.BlockRows, grid.BlockColumns));
        Assert.Equal(5, grid.BlockOf(129, 256));
        Assert.Equal(257, grid.ColumnEnd(256));
        Assert.Equal((128, 130), grid.RowsOf(1));
        Assert.Equal((256, 257), grid.ColumnsOf(2));
    }

    [Fact]
    public void AnEmptyMatrixAndABlockOfZerosAreNothingSpecial()
    {
        Assert.Empty(BlockScaledMatrix.Quantise([], 0, 5, BlockShape.Weights).Dequantise());
        Assert.Equal(new float[12], BlockScaledMatrix.Quantise(new float[12], 3, 4, BlockShape.Weights).Dequantise());
        Assert.Equal(new float[12], BlockScaledMatrix.Quantise(new float[12], 3, 4, BlockShape.Weights, scaleKind: ScaleKind.PowerOfTwo).Dequantise());
    }

    [Fact]
    public void MistakesAreNamed()
    {
        Assert.Contains("5 values were given for a matrix of 2 x 3 = 6", Assert.Throws<ArgumentException>(() => BlockScaledMatrix.Quantise(new float[5], 2, 3, BlockShape.Weights)).Message, StringComparison.Ordinal);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => BlockScaledMatrix.Quantise([1, float.NaN], 1, 2, BlockShape.Weights)).Message, StringComparison.Ordinal);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => BlockScaledMatrix.Quantise([1, float.NegativeInfinity], 1, 2, BlockShape.Weights)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BlockGrid(2, 2, new BlockShape(0, 1)));
        Assert.Contains("0 values were given for a matrix of 65536 x 65536 = 4294967296", Assert.Throws<ArgumentException>(() => BlockScaledMatrix.Quantise([], 65536, 65536, BlockShape.Weights)).Message, StringComparison.Ordinal);
        foreach (float minAmax in new[] { -1, float.NaN, float.PositiveInfinity })
            Assert.Equal("minAmax", Assert.Throws<ArgumentOutOfRangeException>(() => BlockScaledMatrix.Quantise(new float[4], 2, 2, BlockShape.Weights, minAmax: minAmax)).ParamName);
    }

    [Fact]
    public void DeepSeeksKernelFloorsTheLargestMagnitude()
    {
        float[] weak = [1e-6f, -2e-6f];
        float floored = BlockScaledMatrix.Quantise(weak, 1, 2, BlockShape.Activations, minAmax: BlockScaledMatrix.DeepSeekKernelMinAmax).Scales[0];
        Assert.Equal(1e-4f / 448, floored);
        Assert.Equal(2e-6f / 448, BlockScaledMatrix.Quantise(weak, 1, 2, BlockShape.Activations).Scales[0]);
    }

    [Theory]
    [InlineData(1f, 127)]
    [InlineData(1.0001f, 128)]
    [InlineData(0.75f, 127)]
    [InlineData(1e-45f, 0)]
    public void APowerOfTwoScaleIsRoundedUp(float scale, int code)
    {
        Assert.Equal(code, PowerOfTwoScale.EncodeUp(scale));
        Assert.True(PowerOfTwoScale.RoundUp(scale) >= scale);
        Assert.Throws<ArgumentOutOfRangeException>(() => PowerOfTwoScale.EncodeUp(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PowerOfTwoScale.EncodeUp(float.PositiveInfinity));
        Assert.True(float.IsNaN(PowerOfTwoScale.Decode(0xFF)));
    }

    internal static float[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 4))))];
}
