namespace NotebookCourse.Precision;

/// <summary>What becomes of a value beyond the largest finite one when it is encoded.</summary>
public enum Overflow
{
    /// <summary>It becomes the largest finite value of its sign; infinities too (OCP OFP8 v1.0, saturating conversion).</summary>
    Saturate,

    /// <summary>It becomes infinity where the format has one (E5M2), NaN where it has none (E4M3).</summary>
    Special,
}

/// <summary>
/// An eight-bit floating point format of the Open Compute Project's OFP8 v1.0 specification (tables 1 and 2):
/// one sign bit, then exponent bits, then fraction bits. The methods here are written to be read beside the
/// specification; <see cref="Float8"/> does the same for spans with vector instructions, and a test holds the
/// two equal over every 32-bit float.
/// </summary>
public sealed class Float8Format
{
    /// <summary>The code both formats use for NaN when encoding, whatever the sign of the NaN encoded.</summary>
    public const byte NotANumber = 0x7F;

    private readonly float[] _values = new float[256];

    private Float8Format(string name, int exponentBits, int fractionBits, bool hasInfinity)
    {
        Name = name;
        ExponentBits = exponentBits;
        FractionBits = fractionBits;
        HasInfinity = hasInfinity;
        for (int code = 0; code < 256; code++)
            _values[code] = DecodeByDefinition((byte)code);
    }

    /// <summary>1 sign, 4 exponent, 3 fraction bits; no infinities, one NaN a sign (the "fn" variant); largest value 448.</summary>
    public static Float8Format E4M3 { get; } = new("E4M3", exponentBits: 4, fractionBits: 3, hasInfinity: false);

    /// <summary>1 sign, 5 exponent, 2 fraction bits; infinities and NaN as in IEEE 754; largest value 57344.</summary>
    public static Float8Format E5M2 { get; } = new("E5M2", exponentBits: 5, fractionBits: 2, hasInfinity: true);

    /// <summary>"E4M3" or "E5M2".</summary>
    public string Name { get; }

    /// <summary>Bits of the exponent field.</summary>
    public int ExponentBits { get; }

    /// <summary>Bits of the fraction field, without the hidden leading one.</summary>
    public int FractionBits { get; }

    /// <summary>Whether an exponent field of all ones is kept for infinities and NaN. Otherwise only all ones throughout is NaN.</summary>
    public bool HasInfinity { get; }

    /// <summary>What is subtracted from the exponent field: 7 for E4M3, 15 for E5M2.</summary>
    public int Bias => (1 << (ExponentBits - 1)) - 1;

    /// <summary>The exponent of the smallest normal value, and of all subnormal ones.</summary>
    public int MinExponent => 1 - Bias;

    /// <summary>The code of the largest finite value: 0x7E for E4M3, 0x7B for E5M2.</summary>
    public byte MaxFiniteCode => (byte)(HasInfinity ? 0x7F - (1 << FractionBits) : 0x7E);

    /// <summary>What a positive value beyond the largest becomes under <see cref="Overflow.Special"/>: infinity 0x7C or NaN 0x7F.</summary>
    public byte OverflowCode => (byte)(HasInfinity ? MaxFiniteCode + 1 : NotANumber);

    /// <summary>The largest finite value: 448 for E4M3, 57344 for E5M2.</summary>
    public float MaxFinite => _values[MaxFiniteCode];

    /// <summary>The smallest positive value with a hidden leading one.</summary>
    public float MinNormal => _values[1 << FractionBits];

    /// <summary>The smallest positive value.</summary>
    public float MinSubnormal => _values[1];

    /// <summary>The 256 values in the order of their codes.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The value of a code. Exact: every value of both formats is a float.</summary>
    public float Decode(byte code) => _values[code];

    /// <summary>
    /// The code of the value nearest to <paramref name="value"/>; of two equally near, the one whose last bit is zero
    /// (round to nearest, ties to even). NaN becomes <see cref="NotANumber"/>; the sign of zero is kept.
    /// </summary>
    public byte Encode(float value, Overflow overflow = Overflow.Saturate) =>
        Encode(value, overflow, static steps => Math.Round(steps, MidpointRounding.ToEven));

    /// <summary>
    /// Rounds up or down at random, so that the mean over many draws is the value itself: with a value 30 % of
    /// the way from one neighbour to the next, <paramref name="uniform"/> below 0.3 rounds away from zero.
    /// </summary>
    /// <param name="value">The value to encode.</param>
    /// <param name="uniform">A random number. Range: 0 &lt;= uniform &lt; 1.</param>
    /// <param name="overflow">What becomes of values beyond the largest.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="uniform"/> is outside its range.</exception>
    public byte EncodeStochastic(float value, double uniform, Overflow overflow = Overflow.Saturate)
    {
        if (!(uniform is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(uniform), uniform, "Stochastic rounding needs a random number in [0, 1), as Random.NextDouble() gives.");
        return Encode(value, overflow, steps => Math.Floor(steps) + (uniform < steps - Math.Floor(steps) ? 1 : 0));
    }

    /// <summary>The name: E4M3 or E5M2.</summary>
    public override string ToString() => Name;

    private byte Encode(float value, Overflow overflow, Func<double, double> round)
    {
        if (float.IsNaN(value))
            return NotANumber;
        int sign = float.IsNegative(value) ? 0x80 : 0;
        byte beyond = overflow == Overflow.Saturate ? MaxFiniteCode : OverflowCode;
        if (float.IsInfinity(value))
            return (byte)(sign | beyond);

        // Below the smallest normal exponent the spacing of values no longer shrinks: these are the subnormals.
        double magnitude = Math.Abs((double)value);
        int exponent = magnitude == 0 ? MinExponent : Math.Max(Math.ILogB(magnitude), MinExponent);
        double steps = round(Math.ScaleB(magnitude, FractionBits - exponent)); // the significand, in units of its last bit

        // Codes of one sign count up through all exponents without a gap: a significand that rounds up to
        // 2^(FractionBits + 1) lands on the first value of the next exponent by itself.
        double code = steps + ((exponent - MinExponent) << FractionBits);
        return (byte)(sign | (code > MaxFiniteCode ? beyond : (int)code));
    }

    private float DecodeByDefinition(byte code)
    {
        int exponentField = (code & 0x7F) >> FractionBits;
        int fraction = code & ((1 << FractionBits) - 1);
        double sign = code < 0x80 ? 1 : -1;
        bool allOnes = exponentField == (1 << ExponentBits) - 1;
        if (HasInfinity && allOnes)
            return fraction == 0 ? (float)(sign * double.PositiveInfinity) : float.NaN;
        if (!HasInfinity && (code & 0x7F) == NotANumber)
            return float.NaN;

        double significand = fraction / (double)(1 << FractionBits);
        return (float)(sign * (exponentField == 0
            ? Math.ScaleB(significand, MinExponent)            // subnormal: no hidden one
            : Math.ScaleB(1 + significand, exponentField - Bias)));
    }
}
