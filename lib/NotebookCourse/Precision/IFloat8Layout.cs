namespace NotebookCourse.Precision;

/// <summary>The numbers that tell one eight-bit format from another, as constants the compiler of a generic method sees.</summary>
internal interface IFloat8Layout
{
    static abstract Float8Format Format { get; }

    static abstract int FractionBits { get; }

    static abstract int Bias { get; }

    static abstract bool HasInfinity { get; }
}

/// <summary>Constants of <see cref="Float8Format.E4M3"/>.</summary>
internal readonly struct E4M3Layout : IFloat8Layout
{
    public static Float8Format Format => Float8Format.E4M3;

    public static int FractionBits => 3;

    public static int Bias => 7;

    public static bool HasInfinity => false;
}

/// <summary>Constants of <see cref="Float8Format.E5M2"/>.</summary>
internal readonly struct E5M2Layout : IFloat8Layout
{
    public static Float8Format Format => Float8Format.E5M2;

    public static int FractionBits => 2;

    public static int Bias => 15;

    public static bool HasInfinity => true;
}
