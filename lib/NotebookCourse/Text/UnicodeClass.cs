namespace NotebookCourse.Text;

/// <summary>What a pre-tokenizer asks about a character.</summary>
[Flags]
internal enum UnicodeClass : byte
{
    None = 0,

    /// <summary>\p{L}</summary>
    Letter = 1,

    /// <summary>\p{M}</summary>
    Mark = 2,

    /// <summary>\p{N}</summary>
    Number = 4,

    /// <summary>\p{P} or \p{S}</summary>
    Symbol = 8,

    /// <summary>\s as JavaScript has it: white space and line terminators, with U+FEFF, without U+0085.</summary>
    Space = 16,

    /// <summary>Carriage return or line feed (a <see cref="Space"/> too).</summary>
    LineBreak = 32,

    /// <summary>Han from 一 (U+4E00) to 龥 (U+9FA5), Hiragana and Katakana (U+3040 to U+30FF).</summary>
    HanOrKana = 64,

    /// <summary>Half of a surrogate pair: ask for the class of the code point instead. Never a code point's class.</summary>
    Surrogate = 128,
}
