namespace NotebookCourse.Precision;

/// <summary>The constants of a format as the vector code uses them: masks and offsets on the bits of a 32-bit float.</summary>
internal static class Float8Bits<TLayout>
    where TLayout : struct, IFloat8Layout
{
    public const uint Magnitude = 0x7FFFFFFF;
    public const uint Infinity = 0x7F800000;
    public const uint Quiet = 0x7FC00000;
    private const int FloatFractionBits = 23;
    private const int FloatBias = 127;

    /// <summary>How far the format's bits lie below a float's: 20 for E4M3, 21 for E5M2.</summary>
    public static int Shift => FloatFractionBits - TLayout.FractionBits;

    /// <summary>What lifts an exponent to that of the float whose last fraction bit is worth the format's last fraction bit.</summary>
    public static uint Lift => (uint)Shift << FloatFractionBits;

    /// <summary>The bits of the smallest normal value as a float: an exponent and no fraction.</summary>
    public static uint MinNormal => (uint)(FloatBias - TLayout.Bias + 1) << FloatFractionBits;

    /// <summary>The difference of the exponent biases, at the place of the format's exponent.</summary>
    public static uint Rebias => (uint)(FloatBias - TLayout.Bias) << TLayout.FractionBits;

    public static uint FirstNormalCode => 1u << TLayout.FractionBits;

    public static uint MaxFiniteCode => TLayout.HasInfinity ? InfinityCode - 1 : 0x7Eu;

    /// <summary>The code of infinity in a format that has one.</summary>
    public static uint InfinityCode => 0x80u - (1u << TLayout.FractionBits);

    /// <summary>
    /// What magnitudes are cut to before rounding: the largest value, or the value that the code after it would have if it
    /// were not infinity or NaN.
    /// </summary>
    public static float Limit(Overflow overflow) =>
        BitConverter.UInt32BitsToSingle((MaxFiniteCode + (overflow == Overflow.Saturate ? 0u : 1u) + Rebias) << Shift);
}
