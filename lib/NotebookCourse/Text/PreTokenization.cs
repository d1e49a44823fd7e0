namespace NotebookCourse.Text;

/// <summary>How a text is cut into pieces before byte pairs are merged: no token crosses a cut.</summary>
public enum PreTokenization
{
    /// <summary>Not at all: the whole text is one piece.</summary>
    None,

    /// <summary>
    /// DeepSeek-V3's three rules in sequence, each applied inside the pieces of the one before: groups of at most
    /// three digits; runs of Han and Kana; words with at most one character in front of them, runs of punctuation
    /// and symbols, line breaks, white space. Source: <c>pre_tokenizer</c> of the model's tokenizer.json.
    /// </summary>
    DeepSeekV3,

    /// <summary>By the regular expressions of a tokenizer.json (<see cref="TextRules"/>).</summary>
    Rules,
}
