namespace NotebookCourse.Probability;

/// <summary>
/// Surprise and its averages, in bits: Shannon, "A Mathematical Theory of Communication" (1948), sections 6 and 9;
/// Kullback and Leibler (1951). A term with p = 0 counts as 0, its limit.
/// </summary>
public static class Information
{
    /// <summary>Bits in one nat: 1 / ln 2.</summary>
    public const double BitsPerNat = 1.4426950408889634;

    /// <summary>The surprise of an outcome, -log2 p, in bits; infinite at p = 0.</summary>
    /// <param name="probability">Range: 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is no probability.</exception>
    public static double Surprise(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is expected, from 0 to 1.");
        return probability == 1 ? 0 : -Math.Log2(probability);
    }

    /// <summary>H(p) = -sum p log2 p, in bits; from 0 to log2 of the number of outcomes.</summary>
    /// <param name="p">A distribution, shape [outcomes].</param>
    /// <exception cref="ArgumentException">The numbers are no distribution.</exception>
    public static double Entropy(ReadOnlySpan<double> p)
    {
        Probabilities.Require(p);
        double bits = 0;
        foreach (double share in p)
        {
            if (share > 0)
                bits -= share * Math.Log2(share);
        }

        return Math.Max(bits, 0);
    }

    /// <summary>
    /// H(p, q) = -sum p log2 q, in bits: the average surprise of someone who believes q while p is true. Infinite
    /// where q rules out what p allows.
    /// </summary>
    /// <param name="p">The true distribution, shape [outcomes].</param>
    /// <param name="q">The believed distribution over the same outcomes.</param>
    /// <exception cref="ArgumentException">Either is no distribution, or they differ in length.</exception>
    public static double CrossEntropy(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        RequirePair(p, q);
        double bits = 0;
        for (int i = 0; i < p.Length; i++)
        {
            if (p[i] > 0)
                bits -= p[i] * Math.Log2(q[i]);
        }

        return bits;
    }

    /// <summary>
    /// KL(p || q) = sum p log2 (p / q) = H(p, q) - H(p), in bits: what believing q costs; 0 only for q = p. Not
    /// symmetric.
    /// </summary>
    /// <param name="p">The true distribution, shape [outcomes].</param>
    /// <param name="q">The believed distribution over the same outcomes.</param>
    /// <exception cref="ArgumentException">Either is no distribution, or they differ in length.</exception>
    public static double KullbackLeibler(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        RequirePair(p, q);
        double bits = 0;
        for (int i = 0; i < p.Length; i++)
        {
            if (p[i] > 0)
                bits += p[i] * Math.Log2(p[i] / q[i]);
        }

        return Math.Max(bits, 0);
    }

    /// <summary>
    /// I(X; Y) in bits: how much knowing the row tells about the column; 0 when they are independent.
    /// </summary>
    /// <param name="joint">The joint distribution, shape [rows, columns]; sums to 1 as a whole.</param>
    /// <exception cref="ArgumentException">The table is no distribution.</exception>
    public static double MutualInformation(double[,] joint)
    {
        ArgumentNullException.ThrowIfNull(joint);
        int rows = joint.GetLength(0), columns = joint.GetLength(1);
        double[] whole = [.. joint.Cast<double>()], product = new double[rows * columns];
        double[] row = new double[rows], column = new double[columns];
        for (int i = 0; i < whole.Length; i++)
        {
            row[i / columns] += whole[i];
            column[i % columns] += whole[i];
        }

        for (int i = 0; i < product.Length; i++)
            product[i] = row[i / columns] * column[i % columns];
        return KullbackLeibler(whole, product);
    }

    /// <summary>
    /// 2 to the bits per token: the number of equally likely tokens that would surprise as much. Range: at least 1.
    /// </summary>
    /// <param name="bitsPerToken">A cross-entropy in bits (not nats); at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not a number.</exception>
    public static double Perplexity(double bitsPerToken)
    {
        if (!(bitsPerToken >= 0))
            throw new ArgumentOutOfRangeException(nameof(bitsPerToken), bitsPerToken, "A cross-entropy in bits is expected, at least 0.");
        return Math.Pow(2, bitsPerToken);
    }

    /// <summary>
    /// Total surprise over the text's size in UTF-8 bytes: the one measure that compares models with different tokens.
    /// </summary>
    /// <param name="totalBits">The surprise of the whole text, in bits; at least 0.</param>
    /// <param name="bytes">The text's size in UTF-8 bytes; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Either is out of range.</exception>
    public static double BitsPerByte(double totalBits, long bytes)
    {
        if (!(totalBits >= 0))
            throw new ArgumentOutOfRangeException(nameof(totalBits), totalBits, "A total surprise in bits is expected, at least 0.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        return totalBits / bytes;
    }

    private static void RequirePair(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        if (p.Length != q.Length)
            throw new ArgumentException($"p has {p.Length} outcomes and q has {q.Length}; expected the same outcomes in the same order.", nameof(q));
        Probabilities.Require(p);
        Probabilities.Require(q);
    }
}
