namespace NotebookCourse.Figures;

/// <summary>The bits of one floating-point number: a sign, then the exponent, then the fraction.</summary>
/// <param name="Name">The format or the number, written before its bits.</param>
/// <param name="Pattern">The bits; the last bit of the fraction is the lowest.</param>
/// <param name="ExponentBits">How many bits are the exponent.</param>
/// <param name="FractionBits">How many bits are the fraction.</param>
/// <param name="Value">The number they spell, written after them; null to leave it out.</param>
public sealed record FloatLayout(string Name, ulong Pattern, int ExponentBits, int FractionBits, double? Value = null)
{
    /// <summary>All bits, the sign included: 2 to 64.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more than 64 bits, or a part has fewer than none.</exception>
    public int Bits => ExponentBits >= 0 && FractionBits >= 0 && ExponentBits + FractionBits is >= 1 and <= 63
        ? 1 + ExponentBits + FractionBits
        : throw new ArgumentOutOfRangeException(nameof(ExponentBits), $"{Name}: 1 + {ExponentBits} + {FractionBits} bits; expected 2 to 64 in all.");

    /// <summary>The 32 bits of a single-precision number.</summary>
    public static FloatLayout Of(float value) => new("FP32", BitConverter.SingleToUInt32Bits(value), 8, 23, value);

    /// <summary>The 16 bits of a half-precision number.</summary>
    public static FloatLayout Of(Half value) => new("FP16", BitConverter.HalfToUInt16Bits(value), 5, 10, (double)value);
}
