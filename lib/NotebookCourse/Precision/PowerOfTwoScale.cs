namespace NotebookCourse.Precision;

/// <summary>
/// UE8M0, the scale format of eight exponent bits and nothing else (OCP Microscaling v1.0, section 5.4.1): code c is
/// 2^(c - 127), 0xFF is NaN. There is no zero and no sign.
/// </summary>
public static class PowerOfTwoScale
{
    private const int Bias = 127;

    /// <summary>The value of a code: 2^(code - 127), or NaN for 0xFF.</summary>
    public static float Decode(byte code) => code == 0xFF ? float.NaN : MathF.ScaleB(1, code - Bias);

    /// <summary>
    /// The code of the smallest power of two that is not below <paramref name="scale"/>: rounding a scale up keeps
    /// what is divided by it inside the format's range.
    /// </summary>
    /// <param name="scale">Range: 0 &lt; scale &lt;= 2^127.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is zero, negative, NaN or too large.</exception>
    public static byte EncodeUp(float scale)
    {
        if (!(scale > 0) || scale > MathF.ScaleB(1, Bias))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "A power-of-two scale stands for a number above 0 and at most 2^127.");
        int exponent = Math.ILogB((double)scale);
        if (Math.ScaleB(1.0, exponent) < scale)
            exponent++;
        return (byte)Math.Max(exponent + Bias, 0);
    }

    /// <summary>The value <see cref="EncodeUp"/> stands for.</summary>
    public static float RoundUp(float scale) => Decode(EncodeUp(scale));

    /// <summary>Decodes every element.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Decode(ReadOnlySpan<byte> codes, Span<float> values)
    {
        SpanLengths.Require(codes.Length, values.Length);
        for (int i = 0; i < codes.Length; i++)
            values[i] = Decode(codes[i]);
    }
}
