using System.Text;

namespace NotebookCourse.Sampling;

/// <summary>
/// The UTF-8 encodings of a range of characters as sequences of byte ranges: U+0400..U+04FF is [D0-D3][80-BF]. A range
/// is cut wherever the number of bytes changes and wherever a leading byte does not allow every continuation.
/// </summary>
internal static class Utf8Ranges
{
    private static readonly int[] LastOfLength = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF];

    /// <summary>Byte-range sequences that together cover the characters, surrogates left out.</summary>
    public static IEnumerable<(byte Low, byte High)[]> Cover(int first, int last)
    {
        if (first > last)
            return [];
        if (first <= 0xDFFF && last >= 0xD800)
            return Cover(first, 0xD7FF).Concat(Cover(0xE000, last));
        foreach (int edge in LastOfLength)
        {
            if (first <= edge && last > edge)
                return Cover(first, edge).Concat(Cover(edge + 1, last));
        }

        return SameLength(first, last);
    }

    private static IEnumerable<(byte Low, byte High)[]> SameLength(int first, int last)
    {
        if (last > 0x7F)
        {
            for (int bits = 6; bits <= 18; bits += 6)
            {
                int mask = (1 << bits) - 1; // the character bits in the last bits / 6 bytes
                if ((first & ~mask) == (last & ~mask))
                    break;
                if ((first & mask) != 0)
                    return SameLength(first, first | mask).Concat(SameLength((first | mask) + 1, last));
                if ((last & mask) != mask)
                    return SameLength(first, (last & ~mask) - 1).Concat(SameLength(last & ~mask, last));
            }
        }

        byte[] low = Encode(first), high = Encode(last);
        return [low.Zip(high).ToArray()];
    }

    private static byte[] Encode(int character) => Encoding.UTF8.GetBytes(new Rune(character).ToString());
}
