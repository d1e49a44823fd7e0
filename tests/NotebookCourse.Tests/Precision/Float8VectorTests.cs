using NotebookCourse.Precision;

namespace NotebookCourse.Tests.Precision;

/// <summary>
/// The vector code against the code that reads like the specification. Sampled every day; over all 2^32 floats where the
/// environment variable NOTEBOOKCOURSE_EXHAUSTIVE is 1 (minutes on two cores).
/// </summary>
public sealed class Float8VectorTests
{
    private const int ChunkBits = 16;

    private static bool Exhaustive => Environment.GetEnvironmentVariable("NOTEBOOKCOURSE_EXHAUSTIVE") == "1";

    public static TheoryData<string, Overflow> Cases => new()
    {
        { "E4M3", Overflow.Saturate },
        { "E4M3", Overflow.Special },
        { "E5M2", Overflow.Saturate },
        { "E5M2", Overflow.Special },
    };

    [Theory]
    [Trait("Category", "Exhaustive")]
    [MemberData(nameof(Cases))]
    public void EveryFloatHasTheSameCode(string name, Overflow overflow)
    {
        var format = Float8FormatTests.Named(name);
        int chunks = 1 << (32 - ChunkBits);
        int step = Exhaustive ? 1 : 1021; // odd: the sampled chunks spread over all exponents
        Parallel.For(0, (chunks + step - 1) / step, index => CheckChunk(format, overflow, (uint)(index * step) << ChunkBits));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheBordersOfEveryStepHaveTheSameCode(string name, Overflow overflow)
    {
        var format = Float8FormatTests.Named(name);
        var finite = format.Values.ToArray().Where(value => float.IsFinite(value)).Select(value => (double)value).Order().ToList();
        var borders = finite.Zip(finite.Skip(1), (lower, upper) => (float)((lower + upper) / 2)).Concat(finite.Select(value => (float)value))
            .Concat([float.PositiveInfinity, float.NegativeInfinity, float.NaN, -float.NaN, 464, 480, 61440, 65536, float.MaxValue, float.Epsilon]);
        float[] values = [.. borders.SelectMany(value => new[] { MathF.BitDecrement(value), value, MathF.BitIncrement(value) })];
        CheckAll(format, overflow, values);
    }

    [Theory]
    [InlineData("E4M3")]
    [InlineData("E5M2")]
    public void EveryCodeHasTheSameValue(string name)
    {
        var format = Float8FormatTests.Named(name);
        byte[] codes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];
        float[] expected = format.Values.ToArray();
        float[] values = new float[256];
        if (Float8Vector512.CanDecode)
        {
            Assert.Equal(256, name == "E4M3" ? Float8Vector512.Decode<E4M3Layout>(codes, values) : Float8Vector512.Decode<E5M2Layout>(codes, values));
            Assert.Equal(Bits(expected), Bits(values));
            values.AsSpan().Clear();
        }

        Assert.Equal(256, name == "E4M3" ? Float8Vector256.Decode<E4M3Layout>(codes, values) : Float8Vector256.Decode<E5M2Layout>(codes, values));
        Assert.Equal(Bits(expected), Bits(values));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1027)]
    public void AnyLengthIsDoneToItsEndAndNoFurther(int length)
    {
        float[] values = [.. Enumerable.Range(0, length).Select(i => i - 3.3f)];
        byte[] codes = new byte[length + 1];
        codes[length] = 0xAB;
        Float8.Encode(Float8Format.E4M3, values, codes.AsSpan(0, length));
        Assert.Equal(values.Select(value => Float8Format.E4M3.Encode(value)), codes[..length]);
        Assert.Equal(0xAB, codes[length]);
        float[] decoded = new float[length], rounded = new float[length];
        Float8.Decode(Float8Format.E4M3, codes.AsSpan(0, length), decoded);
        Float8.Round(Float8Format.E4M3, values, rounded);
        Assert.Equal(codes[..length].Select(Float8Format.E4M3.Decode), decoded);
        Assert.Equal(decoded, rounded);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    public void WhatIsStoredPastTheCachesIsWholeWhereverItLies(int offset)
    {
        const int Length = (16 << 20) + 77;
        float[] values = new float[Length];
        for (int i = 0; i < Length; i++)
            values[i] = (i % 4001) - 2000.3f;
        byte[] codes = new byte[offset + Length + 1];
        codes[^1] = 0xAB;
        Float8.Encode(Float8Format.E4M3, values, codes.AsSpan(offset, Length));
        Assert.Equal(0xAB, codes[^1]);
        Assert.Equal(-1, FirstDifference(Length, i => codes[offset + i] == codes[offset + (i % 4001)]));
        Assert.Equal(values[..4001].Select(value => Float8Format.E4M3.Encode(value)), codes[offset..(offset + 4001)]);

        float[] decoded = new float[offset + Length + 1];
        decoded[^1] = 0.5f;
        Float8.Decode(Float8Format.E4M3, codes.AsSpan(offset, Length), decoded.AsSpan(offset, Length));
        Assert.Equal(0.5f, decoded[^1]);
        Assert.Equal(-1, FirstDifference(Length, i => decoded[offset + i] == Float8Format.E4M3.Decode(codes[offset + i])));
    }

    [Fact]
    public void SpansOfDifferentLengthsAreRefused() =>
        Assert.Contains("values.Length is 3, codes.Length is 2", Assert.Throws<ArgumentException>(() => Float8.Encode(Float8Format.E4M3, new float[3], new byte[2])).Message, StringComparison.Ordinal);

    private static int FirstDifference(int length, Func<int, bool> same)
    {
        for (int i = 0; i < length; i++)
        {
            if (!same(i))
                return i;
        }

        return -1;
    }

    private static void CheckChunk(Float8Format format, Overflow overflow, uint firstBits)
    {
        float[] values = new float[1 << ChunkBits];
        for (uint i = 0; i < values.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle(firstBits + i);
        CheckAll(format, overflow, values);
    }

    private static void CheckAll(Float8Format format, Overflow overflow, float[] values)
    {
        byte[] scalar = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
            scalar[i] = format.Encode(values[i], overflow);
        if (format == Float8Format.E4M3)
            CheckVectors<E4M3Layout>(overflow, values, scalar);
        else
            CheckVectors<E5M2Layout>(overflow, values, scalar);
    }

    private static void CheckVectors<TLayout>(Overflow overflow, float[] values, byte[] expected)
        where TLayout : struct, IFloat8Layout
    {
        byte[] codes = new byte[values.Length];
        AssertSame(values, expected, codes, Float8Vector512.Encode<TLayout>(values, codes, overflow, factor: 1));
        codes.AsSpan().Clear();
        AssertSame(values, expected, codes, Float8Vector256.Encode<TLayout>(values, codes, overflow, factor: 1));
    }

    private static void AssertSame(float[] values, byte[] expected, byte[] actual, int count)
    {
        Assert.InRange(count, values.Length - 63, values.Length);
        int difference = expected.AsSpan(0, count).CommonPrefixLength(actual.AsSpan(0, count));
        if (difference < count)
            Assert.Fail($"{values[difference]:G9}: expected code {expected[difference]:x2}, the vector code gives {actual[difference]:x2}.");
    }

    // All NaN are one: which bits a NaN has is not part of the contract.
    private static uint[] Bits(float[] values) => [.. values.Select(value => float.IsNaN(value) ? uint.MaxValue : BitConverter.SingleToUInt32Bits(value))];
}
