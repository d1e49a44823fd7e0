namespace NotebookCourse.Precision;

/// <summary>The constants of a <see cref="Float8Format"/> as the vector code uses them: masks and offsets on the bits of a float.</summary>
internal readonly struct Float8Bits
{
    public const int FloatFractionBits = 23;
    public const int FloatBias = 127;
    public const uint Magnitude = 0x7FFFFFFF;
    public const uint Infinity = 0x7F800000;

    public Float8Bits(Float8Format format, Overflow overflow)
    {
        Shift = FloatFractionBits - format.FractionBits;
        Rebias = (uint)(FloatBias - format.Bias) << format.FractionBits;
        MinNormal = BitConverter.SingleToUInt32Bits(format.MinNormal);
        SmallestStep = format.MinSubnormal;
        SubnormalAnchor = BitConverter.SingleToUInt32Bits(MathF.ScaleB(format.MinSubnormal, FloatFractionBits));
        FirstNormalCode = 1u << format.FractionBits;
        MaxFiniteCode = format.MaxFiniteCode;
        BeyondCode = overflow == Overflow.Saturate ? format.MaxFiniteCode : format.OverflowCode;
        InfinityCode = format.HasInfinity ? format.OverflowCode : uint.MaxValue;
        FirstNotANumberCode = format.HasInfinity ? format.OverflowCode + 1u : Float8Format.NotANumber;
    }

    /// <summary>How far the format's bits lie below a float's: 20 for E4M3, 21 for E5M2.</summary>
    public int Shift { get; }

    /// <summary>The difference of the exponent biases, at the place of the format's exponent.</summary>
    public uint Rebias { get; }

    /// <summary>The bits of the smallest normal value as a float.</summary>
    public uint MinNormal { get; }

    /// <summary>The smallest positive value.</summary>
    public float SmallestStep { get; }

    /// <summary>
    /// The bits of the float whose last fraction bit is worth one <see cref="SmallestStep"/>. Adding it to a smaller
    /// number makes the processor's own rounding leave the number of steps in the fraction.
    /// </summary>
    public uint SubnormalAnchor { get; }

    public uint FirstNormalCode { get; }

    public uint MaxFiniteCode { get; }

    public uint BeyondCode { get; }

    /// <summary>The code of infinity, or one that no byte has.</summary>
    public uint InfinityCode { get; }

    public uint FirstNotANumberCode { get; }
}
