using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Outputs;

/// <summary>How much one cell may show: a notebook that holds more cannot be opened in a browser.</summary>
/// <param name="StreamCharacters">Characters of console text in one cell.</param>
/// <param name="TextCharacters">Characters of a value's plain text.</param>
/// <param name="RichCharacters">Characters of a value in any other media type.</param>
public sealed record OutputLimits(int StreamCharacters = 16_000_000, int TextCharacters = 1_000_000, int RichCharacters = 32_000_000)
{
    /// <summary>Console text is sent in pieces of about this many characters at most.</summary>
    internal const int StreamMessageCharacters = 64 * 1024;

    /// <summary>The output, or the output cut short with a note in place of what is missing.</summary>
    internal CellOutput Apply(CellOutput output) => output switch
    {
        DisplayOutput display => display with { Data = Apply(display.Data) },
        ResultOutput result => result with { Data = Apply(result.Data) },
        _ => output,
    };

    private IReadOnlyDictionary<string, string> Apply(IReadOnlyDictionary<string, string> data)
    {
        if (!data.Any(item => item.Value.Length > Limit(item.Key)))
            return data;

        // A rich type cut in the middle would not be shown at all: leave it out, and say so in the text.
        var kept = data.Where(item => item.Value.Length <= Limit(item.Key)).ToDictionary(StringComparer.Ordinal);
        string text = data.TryGetValue("text/plain", out string? plain) ? plain[..Math.Min(plain.Length, TextCharacters)] : "";
        string missing = string.Join(", ", data.Where(item => item.Value.Length > Limit(item.Key)).Select(item => $"{item.Key} ({item.Value.Length:N0} characters)"));
        kept["text/plain"] = $"{text}\n[Too large to show in full: {missing}.]";
        return kept;
    }

    private int Limit(string mediaType) => mediaType == "text/plain" ? TextCharacters : RichCharacters;
}
