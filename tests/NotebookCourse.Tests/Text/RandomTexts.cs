using System.Text;

namespace NotebookCourse.Tests.Text;

/// <summary>Random texts of the kinds that trip tokenizers up, from a fixed seed.</summary>
internal static class RandomTexts
{
    private static readonly string[] Parts =
    [
        "the", "Word", "苹果", "中国", "カタカナ", "・", "゛", "don't", "=>", "...", "。", "，", "\u3000", "\u00a0", "\u0085", "\ufeff", "\r\n", "\n", " ", "  ", "\t", "\r",
        "1", "1234", "½", "٣", "👨‍👩‍👧", "🏳️‍🌈", "e\u0301", "\u200d", "\u0000", "😀", "𠀀", "\ue000", "\ud800", "\udc00", "<", "<｜", "!", "x", "#", "_", "é", "\u088f", "\U000323B0", "\U0001FAC8",
    ];

    public static IEnumerable<string> Make(int seed, int count)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            int parts = 1 + random.Next(12);
            for (int part = 0; part < parts; part++)
                text.Append(random.Next(4) == 0 ? Anything(random) : Parts[random.Next(Parts.Length)]);
            yield return text.ToString();
        }
    }

    private static string Anything(Random random)
    {
        int codePoint = random.Next(random.Next(2) == 0 ? 0x3000 : 0x110000);
        return codePoint is >= 0xD800 and < 0xE000 ? ((char)codePoint).ToString() : char.ConvertFromUtf32(codePoint);
    }
}
