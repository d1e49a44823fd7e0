using FsCheck.Xunit;
using NotebookCourse.Precision;

namespace NotebookCourse.Tests.Precision;

/// <summary>The formats against the tables of the OFP8 specification, and rounding against a search through all values.</summary>
public sealed class Float8FormatTests
{
    public static TheoryData<string> Names => new("E4M3", "E5M2");

    [Fact]
    public void E4M3IsAsInTheSpecification()
    {
        var format = Float8Format.E4M3;
        Assert.Equal((7, -6, 448f), (format.Bias, format.MinExponent, format.MaxFinite));
        Assert.Equal(MathF.ScaleB(1, -6), format.MinNormal);
        Assert.Equal(MathF.ScaleB(1, -9), format.MinSubnormal);
        Assert.Equal(0.013671875f, format.Decode(0x07));
        Assert.Equal(254, format.Values.ToArray().Count(float.IsFinite));
        Assert.Equal([0x7F, 0xFF], Codes(format, float.IsNaN));
        Assert.Equal([1f, 1.125f, 1.25f, 1.375f, 1.5f, 1.625f, 1.75f, 1.875f], format.Values.ToArray().Where(value => value is >= 1 and < 2));
    }

    [Fact]
    public void E5M2IsAsInTheSpecification()
    {
        var format = Float8Format.E5M2;
        Assert.Equal((15, -14, 57344f), (format.Bias, format.MinExponent, format.MaxFinite));
        Assert.Equal(MathF.ScaleB(1, -14), format.MinNormal);
        Assert.Equal(MathF.ScaleB(1, -16), format.MinSubnormal);
        Assert.Equal(248, format.Values.ToArray().Count(float.IsFinite));
        Assert.Equal([0x7C, 0xFC], Codes(format, float.IsInfinity));
        Assert.Equal([0x7D, 0x7E, 0x7F, 0xFD, 0xFE, 0xFF], Codes(format, float.IsNaN));
        Assert.Equal([1f, 1.25f, 1.5f, 1.75f], format.Values.ToArray().Where(value => value is >= 1 and < 2));
    }

    [Fact]
    public void EveryE5M2CodeIsTheUpperByteOfAHalf()
    {
        for (int code = 0; code < 256; code++)
            Assert.Equal((float)BitConverter.UInt16BitsToHalf((ushort)(code << 8)), Float8Format.E5M2.Decode((byte)code));
    }

    [Theory]
    [InlineData("E4M3", 3.14f, 0x45)]
    [InlineData("E5M2", 3.14f, 0x42)]
    [InlineData("E4M3", 0f, 0x00)]
    [InlineData("E4M3", -0f, 0x80)]
    [InlineData("E4M3", 1.0625f, 0x38)]         // halfway between 1 and 1.125: the even one
    [InlineData("E4M3", 1.1875f, 0x3A)]         // halfway between 1.125 and 1.25: the even one
    [InlineData("E4M3", 464f, 0x7E)]            // halfway to the next step that does not exist
    [InlineData("E4M3", 465f, 0x7E)]
    [InlineData("E4M3", 0.0009765625f, 0x00)]   // half of the smallest value
    [InlineData("E4M3", 0.0009765626f, 0x01)]
    [InlineData("E4M3", float.NegativeInfinity, 0xFE)]
    [InlineData("E5M2", float.PositiveInfinity, 0x7B)]
    [InlineData("E5M2", 1e30f, 0x7B)]
    [InlineData("E4M3", float.NaN, 0x7F)]
    [InlineData("E5M2", float.NaN, 0x7F)]
    public void KnownCodes(string format, float value, int code) => Assert.Equal(code, Named(format).Encode(value));

    [Theory]
    [InlineData("E4M3", 464f, 0x7E)]
    [InlineData("E4M3", 464.1f, 0x7F)]
    [InlineData("E4M3", -500f, 0xFF)]
    [InlineData("E4M3", float.PositiveInfinity, 0x7F)]
    [InlineData("E5M2", 61439f, 0x7B)]
    [InlineData("E5M2", 61440f, 0x7C)]
    [InlineData("E5M2", float.NegativeInfinity, 0xFC)]
    public void WithoutSaturationTheSpecialValuesAppear(string format, float value, int code) =>
        Assert.Equal(code, Named(format).Encode(value, Overflow.Special));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryValueIsItsOwnCode(string name)
    {
        var format = Named(name);
        for (int code = 0; code < 256; code++)
        {
            float value = format.Decode((byte)code);
            Assert.Equal(float.IsNaN(value) ? Float8Format.NotANumber : code, format.Encode(value, Overflow.Special));
        }
    }

    [Property(MaxTest = 2000)]
    public void TheNearestOfAllValuesIsChosen(int bits)
    {
        float value = BitConverter.Int32BitsToSingle(unchecked(bits * (int)2654435761u)); // spread over all exponents
        foreach (var format in new[] { Float8Format.E4M3, Float8Format.E5M2 })
        {
            if (float.IsNaN(value) || Math.Abs(value) > format.MaxFinite)
                continue;
            double error = Math.Abs((double)format.Decode(format.Encode(value)) - value);
            Assert.All(format.Values.ToArray().Where(float.IsFinite), other => Assert.True(error <= Math.Abs((double)other - value)));
        }
    }

    [Fact]
    public void TheLargestRelativeErrorOfANormalValueIsOneSeventeenth()
    {
        double largest = 0;
        for (float value = 1; value < 2; value += 1f / 4096)
            largest = Math.Max(largest, Math.Abs(Float8Format.E4M3.Decode(Float8Format.E4M3.Encode(value)) - value) / value);
        Assert.Equal(1.0 / 17, largest, 1e-9);
    }

    [Fact]
    public void StochasticRoundingIsRightOnAverage()
    {
        var random = new Random(3);
        const int Draws = 20_000;
        foreach (float value in new[] { 1.03f, -3.3f, 0.001f, 0.02f })
        {
            double mean = Enumerable.Range(0, Draws).Average(_ => (double)Float8Format.E4M3.Decode(Float8Format.E4M3.EncodeStochastic(value, random.NextDouble())));
            double step = Math.Max(Math.Abs(value) / 8, Float8Format.E4M3.MinSubnormal);
            Assert.InRange(mean - value, -4 * step / Math.Sqrt(Draws), 4 * step / Math.Sqrt(Draws));
        }

        Assert.Equal(0x38, Float8Format.E4M3.EncodeStochastic(1f, 0.999999));
        Assert.Throws<ArgumentOutOfRangeException>(() => Float8Format.E4M3.EncodeStochastic(1f, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Float8Format.E4M3.EncodeStochastic(1f, double.NaN));
    }

    internal static Float8Format Named(string name) => name == "E4M3" ? Float8Format.E4M3 : Float8Format.E5M2;

    private static int[] Codes(Float8Format format, Predicate<float> predicate) =>
        [.. Enumerable.Range(0, 256).Where(code => predicate(format.Decode((byte)code)))];
}
