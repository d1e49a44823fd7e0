using System.Text;

namespace NotebookCourse.Tests.Inference;

/// <summary>Texts of many kinds, always the same ones.</summary>
internal static class Texts
{
    private static readonly string[] Parts =
    [
        "Call me Ishmael.", "你好，世界", "床前明月光", "public static void Main(string[] args)", "x = 3.14159;", "1234567890", "don't", "I'll've", " ", "  ", "\n", "\r\n", "\t", "...", "!?",
        "привет", "ελληνικά", "العربية", "한국어", "ひらがな", "カタカナ", "नमस्ते", "é", "e\u0301", "😀", "👩‍👩‍👧", "½", "①", "٣٤٥", "₤€", "_snake_case_", "CamelCase", "http://a.b/c?d=e&f=%20",
        "#include <x>", "\\n", "\"q\"", "“q”", "—", "–", "a\u00a0b", "\u200b", "ﬁ", "Ⅷ", "´", "`", "~~", "=>", "0x1F", "C#", "F♯", "ｆｕｌｌ", "、。", "「」", "ß", "İ", "ı", "\u3000",
    ];

    /// <summary>Some parts in a row, with and without blanks between.</summary>
    public static IEnumerable<string> Mixed(int count)
    {
        var random = new Random(20261127);
        for (int i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            for (int part = random.Next(1, 12); part > 0; part--)
                text.Append(Parts[random.Next(Parts.Length)]).Append(random.Next(3) == 0 ? " " : "");
            yield return text.ToString();
        }
    }
}
