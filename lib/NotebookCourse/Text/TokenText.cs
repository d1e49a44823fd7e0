using System.Buffers;
using System.Globalization;
using System.Text;

namespace NotebookCourse.Text;

/// <summary>Writes a token's bytes so that a person sees all of them.</summary>
internal static class TokenText
{
    /// <summary>The bytes as text; whatever has no shape of its own on the page as an escape.</summary>
    public static string Visible(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done)
            {
                text.Append(Visible(rune));
                bytes = bytes[length..];
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\x{bytes[0]:X2}");
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }

    private static string Visible(Rune rune) => rune.Value switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\\' => "\\\\",
        ' ' => " ",
        _ => IsInvisible(rune) ? $"\\u{{{rune.Value:X}}}" : rune.ToString(),
    };

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
