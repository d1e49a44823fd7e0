using FsCheck.Xunit;
using NotebookCourse.Precision;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Precision;

[Collection(OneTorch.Name)]
public sealed class BFloat16CodecTests
{
    [Theory]
    [InlineData(1f, 0x3F80)]
    [InlineData(-0f, 0x8000)]
    [InlineData(1.00390625f, 0x3F80)]   // 1 + 2^-8 lies halfway: the even one
    [InlineData(1.01171875f, 0x3F82)]   // 1 + 3 * 2^-8 too
    [InlineData(float.MaxValue, 0x7F80)] // rounds up to infinity
    [InlineData(float.NaN, 0x7FC0)]
    public void KnownCodes(float value, int code) => Assert.Equal(code, BFloat16Codec.Encode(value));

    [Fact]
    public void EveryCodeIsItsOwnValue()
    {
        for (int code = 0; code <= ushort.MaxValue; code++)
        {
            float value = BFloat16Codec.Decode((ushort)code);
            Assert.Equal(float.IsNaN(value) ? 0x7FC0 : code, BFloat16Codec.Encode(value));
        }
    }

    [Property(MaxTest = 50)]
    public void SpansAgreeWithOneAtATimeAndWithTorch(int seed)
    {
        var random = new Random(seed);
        float[] values = [.. Enumerable.Range(0, 67).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)))];
        ushort[] codes = new ushort[values.Length];
        float[] decoded = new float[values.Length];
        BFloat16Codec.Encode(values, codes);
        BFloat16Codec.Decode(codes, decoded);
        Assert.Equal(values.Select(BFloat16Codec.Encode), codes);
        Assert.Equal(values.Select(BFloat16Codec.Round), decoded);
        using var scope = NewDisposeScope();
        Assert.Equal(tensor(values).to(ScalarType.BFloat16).to(ScalarType.Float32).data<float>().ToArray(), decoded);
    }

    [Fact]
    public void TheLargestRelativeErrorIsOnePart257()
    {
        double largest = 0;
        for (int i = 0; i < 1 << 16; i++)
        {
            float value = 1 + i / 65536f;
            largest = Math.Max(largest, Math.Abs(BFloat16Codec.Round(value) - value) / value);
        }

        Assert.Equal(1.0 / 257, largest, 1e-9);
    }
}
