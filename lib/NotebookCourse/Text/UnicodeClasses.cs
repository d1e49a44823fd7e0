using System.Globalization;

namespace NotebookCourse.Text;

/// <summary>
/// The <see cref="UnicodeClass"/> of every code point under Unicode 17. The runtime's own tables follow an older
/// version (.NET 10: 16.0), and a tokenizer must not change with the runtime below it, so what Unicode 17 added is
/// listed here. Source: the Unicode Character Database 17.0, DerivedGeneralCategory.
/// </summary>
internal static class UnicodeClasses
{
    private static readonly (int First, int Last, UnicodeClass Kind)[] Added =
    [
        (0x88F, 0x88F, UnicodeClass.Letter),
        (0xC5C, 0xC5C, UnicodeClass.Letter),
        (0xCDC, 0xCDC, UnicodeClass.Letter),
        (0x1ACF, 0x1ADD, UnicodeClass.Mark),
        (0x1AE0, 0x1AEB, UnicodeClass.Mark),
        (0x20C1, 0x20C1, UnicodeClass.Symbol),
        (0x2B96, 0x2B96, UnicodeClass.Symbol),
        (0xA7CE, 0xA7CF, UnicodeClass.Letter),
        (0xA7D2, 0xA7D2, UnicodeClass.Letter),
        (0xA7D4, 0xA7D4, UnicodeClass.Letter),
        (0xA7F1, 0xA7F1, UnicodeClass.Letter),
        (0xFBC3, 0xFBD2, UnicodeClass.Symbol),
        (0xFD90, 0xFD91, UnicodeClass.Symbol),
        (0xFDC8, 0xFDCE, UnicodeClass.Symbol),
        (0x10940, 0x10959, UnicodeClass.Letter),
        (0x10EC5, 0x10EC7, UnicodeClass.Letter),
        (0x10ED0, 0x10ED0, UnicodeClass.Symbol),
        (0x10ED1, 0x10ED8, UnicodeClass.Symbol),
        (0x10EFA, 0x10EFB, UnicodeClass.Mark),
        (0x11B60, 0x11B67, UnicodeClass.Mark),
        (0x11DB0, 0x11DDB, UnicodeClass.Letter),
        (0x11DE0, 0x11DE9, UnicodeClass.Number),
        (0x16EA0, 0x16EB8, UnicodeClass.Letter),
        (0x16EBB, 0x16ED3, UnicodeClass.Letter),
        (0x16FF2, 0x16FF3, UnicodeClass.Letter),
        (0x16FF4, 0x16FF6, UnicodeClass.Number),
        (0x187F8, 0x187FF, UnicodeClass.Letter),
        (0x18D09, 0x18D1E, UnicodeClass.Letter),
        (0x18D80, 0x18DF2, UnicodeClass.Letter),
        (0x1CCFA, 0x1CCFC, UnicodeClass.Symbol),
        (0x1CEBA, 0x1CED0, UnicodeClass.Symbol),
        (0x1CEE0, 0x1CEF0, UnicodeClass.Symbol),
        (0x1E6C0, 0x1E6DE, UnicodeClass.Letter),
        (0x1E6E0, 0x1E6E2, UnicodeClass.Letter),
        (0x1E6E3, 0x1E6E3, UnicodeClass.Mark),
        (0x1E6E4, 0x1E6E5, UnicodeClass.Letter),
        (0x1E6E6, 0x1E6E6, UnicodeClass.Mark),
        (0x1E6E7, 0x1E6ED, UnicodeClass.Letter),
        (0x1E6EE, 0x1E6EF, UnicodeClass.Mark),
        (0x1E6F0, 0x1E6F4, UnicodeClass.Letter),
        (0x1E6F5, 0x1E6F5, UnicodeClass.Mark),
        (0x1E6FE, 0x1E6FF, UnicodeClass.Letter),
        (0x1F6D8, 0x1F6D8, UnicodeClass.Symbol),
        (0x1F777, 0x1F77A, UnicodeClass.Symbol),
        (0x1F8D0, 0x1F8D8, UnicodeClass.Symbol),
        (0x1FA54, 0x1FA57, UnicodeClass.Symbol),
        (0x1FA8A, 0x1FA8A, UnicodeClass.Symbol),
        (0x1FA8E, 0x1FA8E, UnicodeClass.Symbol),
        (0x1FAC8, 0x1FAC8, UnicodeClass.Symbol),
        (0x1FACD, 0x1FACD, UnicodeClass.Symbol),
        (0x1FAEA, 0x1FAEA, UnicodeClass.Symbol),
        (0x1FAEF, 0x1FAEF, UnicodeClass.Symbol),
        (0x1FBFA, 0x1FBFA, UnicodeClass.Symbol),
        (0x2B73A, 0x2B73F, UnicodeClass.Letter),
        (0x2CEA2, 0x2CEAD, UnicodeClass.Letter),
        (0x323B0, 0x33479, UnicodeClass.Letter),
    ];

    private static readonly UnicodeClass[] BasicPlane = MakeBasicPlane();

    /// <summary>The class of a UTF-16 code unit; a surrogate's is <see cref="UnicodeClass.Surrogate"/>.</summary>
    public static UnicodeClass Of(char unit) => BasicPlane[unit];

    /// <summary>The class of the code point at <paramref name="index"/> and how many code units it takes (1 or 2).</summary>
    public static UnicodeClass At(ReadOnlySpan<char> text, int index, out int length)
    {
        char unit = text[index];
        if (char.IsHighSurrogate(unit) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            return OfCodePoint(char.ConvertToUtf32(unit, text[index + 1]));
        }

        length = 1;
        return BasicPlane[unit] & ~UnicodeClass.Surrogate;
    }

    /// <summary>The class of a code point.</summary>
    public static UnicodeClass OfCodePoint(int codePoint)
    {
        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(codePoint);
        UnicodeClass kind = category == UnicodeCategory.OtherNotAssigned ? AddedInUnicode17(codePoint) : OfCategory(category);
        if (codePoint is '\r' or '\n')
            kind |= UnicodeClass.LineBreak;
        if (codePoint == 0xFEFF || (codePoint < 0x10000 && codePoint != 0x85 && char.IsWhiteSpace((char)codePoint)))
            kind |= UnicodeClass.Space;
        if (codePoint is (>= 0x4E00 and <= 0x9FA5) or (>= 0x3040 and <= 0x30FF))
            kind |= UnicodeClass.HanOrKana;
        return kind;
    }

    private static UnicodeClass[] MakeBasicPlane()
    {
        var classes = new UnicodeClass[0x10000];
        for (int unit = 0; unit < classes.Length; unit++)
            classes[unit] = char.IsSurrogate((char)unit) ? UnicodeClass.Surrogate : OfCodePoint(unit);
        return classes;
    }

    private static UnicodeClass OfCategory(UnicodeCategory category) => category switch
    {
        <= UnicodeCategory.OtherLetter => UnicodeClass.Letter,
        <= UnicodeCategory.EnclosingMark => UnicodeClass.Mark,
        <= UnicodeCategory.OtherNumber => UnicodeClass.Number,
        >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherSymbol => UnicodeClass.Symbol,
        _ => UnicodeClass.None,
    };

    private static UnicodeClass AddedInUnicode17(int codePoint)
    {
        foreach ((int first, int last, UnicodeClass kind) in Added)
        {
            if (codePoint >= first && codePoint <= last)
                return kind;
        }

        return UnicodeClass.None;
    }
}
