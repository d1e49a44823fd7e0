using System.Text;

namespace NotebookCourse.Text;

/// <summary>
/// Lines such as <c>47+85=132</c>. All operands of a length are equally likely, the answer is certain: the true
/// distribution has log2 of the number of problems as its entropy, and none of it in the answer.
/// </summary>
public static class ArithmeticProblems
{
    /// <summary>The largest number of digits an operand may have.</summary>
    public const int MostDigits = 9;

    /// <summary>Draws problems with their answers, one a line.</summary>
    /// <param name="count">How many; at least 0.</param>
    /// <param name="digits">Digits of both operands, no leading zeros but 0 itself; range: 1 to <see cref="MostDigits"/>.</param>
    /// <param name="seed">The same seed draws the same problems.</param>
    /// <param name="operators">Which of + - * to draw from, equally likely; the left operand of - is the larger one.</param>
    /// <param name="reversed">Whether the answer's digits are written last first (<c>47+85=231</c>), the order in which carrying works.</param>
    /// <exception cref="ArgumentException">An operator is not one of + - *.</exception>
    public static string Generate(int count, int digits, int seed, string operators = "+", bool reversed = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentException.ThrowIfNullOrEmpty(operators);
        if (digits < 1 || digits > MostDigits)
            throw new ArgumentOutOfRangeException(nameof(digits), digits, $"Expected 1 to {MostDigits} digits.");

        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            long a = Operand(random, digits), b = Operand(random, digits);
            text.Append(Problem(a, b, operators[random.Next(operators.Length)], reversed)).Append('\n');
        }

        return text.ToString();
    }

    private static long Operand(Random random, int digits)
    {
        long top = (long)Math.Pow(10, digits), bottom = digits == 1 ? 0 : top / 10;
        return random.NextInt64(bottom, top);
    }

    private static string Problem(long a, long b, char sign, bool reversed)
    {
        if (sign == '-' && a < b)
            (a, b) = (b, a);
        string answer = sign switch
        {
            '+' => $"{a + b}",
            '-' => $"{a - b}",
            '*' => $"{a * b}",
            _ => throw new ArgumentException($"'{sign}' is no operator here; expected some of + - *.", nameof(sign)),
        };
        return $"{a}{sign}{b}={(reversed ? string.Concat(answer.Reverse()) : answer)}";
    }
}
