namespace NotebookCourse.Precision;

/// <summary>
/// How a matrix unit adds up products. Hopper's FP8 units (Insights into DeepSeek-V3, section 3.1.1) take products in
/// groups of 32, shift them to the largest exponent of the group, cut what lies below 13 fraction bits, and keep the sum
/// in a register with as many. DeepSeek-V3 moves that register's content to a 32-bit float every 128 elements
/// (report, section 3.3.2).
/// </summary>
public sealed record AccumulatorModel
{
    private const int DoubleFractionBits = 52;

    private AccumulatorModel(int fractionBits, int groupSize, int? promotionInterval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fractionBits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fractionBits, DoubleFractionBits);
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 1);
        if (promotionInterval is { } interval)
            ArgumentOutOfRangeException.ThrowIfLessThan(interval, 1, nameof(promotionInterval));
        FractionBits = fractionBits;
        GroupSize = groupSize;
        PromotionInterval = promotionInterval;
    }

    /// <summary>Fraction bits kept, beside the leading one, relative to the largest summand.</summary>
    public int FractionBits { get; }

    /// <summary>Products added in one step.</summary>
    public int GroupSize { get; }

    /// <summary>After how many products the sum moves to a 32-bit float; null for never.</summary>
    public int? PromotionInterval { get; }

    /// <summary>Hopper as it is: 13 fraction bits, groups of 32, no promotion.</summary>
    public static AccumulatorModel Hopper { get; } = Truncating(13);

    /// <summary>Hopper as DeepSeek-V3 uses it: promotion every 128 elements.</summary>
    public static AccumulatorModel HopperPromoted { get; } = Truncating(13, promotionInterval: 128);

    /// <summary>Products added one at a time, 52 fraction bits kept: the reference the others are held against.</summary>
    public static AccumulatorModel Exact { get; } = new(DoubleFractionBits, groupSize: 1, promotionInterval: null);

    /// <summary>An accumulator of another size.</summary>
    /// <param name="fractionBits">Range: 1 to 52.</param>
    /// <param name="groupSize">Products added in one step. Range: &gt;= 1.</param>
    /// <param name="promotionInterval">After how many products the sum moves to a 32-bit float; null for never. Range: &gt;= 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static AccumulatorModel Truncating(int fractionBits, int groupSize = 32, int? promotionInterval = null) =>
        new(fractionBits, groupSize, promotionInterval);

    /// <summary>The sum of products of two vectors as this accumulator finds it.</summary>
    /// <exception cref="ArgumentException">The vectors differ in length.</exception>
    public float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        SpanLengths.Require(left.Length, right.Length);
        int interval = PromotionInterval ?? Math.Max(left.Length, 1);
        float promoted = 0;
        for (int first = 0; first < left.Length; first += interval)
        {
            int count = Math.Min(interval, left.Length - first);
            promoted += (float)Accumulate(left.Slice(first, count), right.Slice(first, count));
        }

        return promoted;
    }

    private double Accumulate(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double register = 0;
        for (int first = 0; first < left.Length; first += GroupSize)
        {
            int count = Math.Min(GroupSize, left.Length - first);
            register = Add(register, left.Slice(first, count), right.Slice(first, count));
        }

        return register;
    }

    // A product of two floats is exact in a double, and so is every multiplication by a power of two here.
    private double Add(double register, ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double largest = Math.Abs(register);
        for (int i = 0; i < left.Length; i++)
            largest = Math.Max(largest, Math.Abs((double)left[i] * right[i]));
        if (largest == 0)
            return register;

        double perStep = LastPlace(largest);
        double steps = Math.Truncate(register / perStep);
        for (int i = 0; i < left.Length; i++)
            steps += Math.Truncate((double)left[i] * right[i] / perStep);
        double sum = steps * perStep;
        return sum == 0 ? 0 : Math.Truncate(sum / LastPlace(sum)) * LastPlace(sum);
    }

    // 2^(exponent - FractionBits): what the last kept bit is worth beside a number of this size.
    private double LastPlace(double value) => Math.ScaleB(1, Math.ILogB(value) - FractionBits);
}
