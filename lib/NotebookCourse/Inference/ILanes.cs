namespace NotebookCourse.Inference;

/// <summary>
/// Several floats side by side in one register, and how each stored type of weight becomes such floats. The products are
/// written once over this interface; the compiler makes one program for each width.
/// </summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Floats in the register: 4, 8 or 16.</summary>
    static abstract int Count { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf Fill(float value);

    /// <summary>Loads floats.</summary>
    static abstract TSelf Float32(byte* source);

    /// <summary>Loads BF16 numbers: a float's upper half.</summary>
    static abstract TSelf BFloat16(byte* source);

    /// <summary>Loads IEEE half-precision numbers.</summary>
    static abstract TSelf Float16(byte* source);

    /// <summary>Loads E4M3 codes.</summary>
    static abstract TSelf Float8(byte* source);

    /// <summary>Loads signed bytes.</summary>
    static abstract TSelf Int8(byte* source);

    /// <summary>Writes the lanes.</summary>
    static abstract void Store(TSelf lanes, float* destination);

    /// <summary>left * right + sum.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf sum);

    /// <summary>All lanes added up.</summary>
    static abstract float Sum(TSelf lanes);
}

/// <summary>Bits and constants of the small formats.</summary>
internal static class SmallFloats
{
    public const uint Float8Rebias = (127 - 7) << 3, Float8Quiet = 0x7FC00000;
    public const uint Float8MinNormal = (127 - 6) << 23;
    public const uint Float16Infinity = 0x7C00, Float32Infinity = 0x7F800000;

    /// <summary>2^112: the difference between the exponent biases of a float and a half.</summary>
    public const float Float16Lift = 5.192296858534828e33f;
}
