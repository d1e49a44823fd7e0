using System.Text;

namespace NotebookCourse.Text;

/// <summary>
/// A numbering of characters: id 0 to <see cref="Size"/> - 1, in order of code point, so that the same text always
/// gives the same ids. A character is a Unicode code point: 好 is one, and so is an emoji outside the basic plane.
/// </summary>
public sealed class Alphabet
{
    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, int> _ids;

    private Alphabet(Rune[] characters)
    {
        _characters = characters;
        _ids = characters.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
    }

    /// <summary>How many different characters it holds; at least 1.</summary>
    public int Size => _characters.Length;

    /// <summary>The characters that occur in the texts.</summary>
    /// <param name="texts">At least one character altogether.</param>
    /// <exception cref="ArgumentException">The texts are empty.</exception>
    public static Alphabet Of(params string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Rune[] characters = [.. texts.SelectMany(text => text.EnumerateRunes()).Distinct().Order()];
        return characters.Length > 0
            ? new Alphabet(characters)
            : throw new ArgumentException("The text is empty; expected at least one character to number.", nameof(texts));
    }

    /// <summary>The character with an id, as a string.</summary>
    /// <param name="id">Range: 0 to <see cref="Size"/> - 1.</param>
    public string this[int id] => _characters[id].ToString();

    /// <summary>Whether the alphabet holds the first character of the text.</summary>
    /// <param name="character">At least one character.</param>
    public bool Contains(string character) => _ids.ContainsKey(Rune.GetRuneAt(character, 0));

    /// <summary>The ids of a text's characters; shape [characters].</summary>
    /// <param name="text">Characters of this alphabet only.</param>
    /// <exception cref="ArgumentException">A character is not in the alphabet; it is named, with its place.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(text.Length);
        foreach (Rune character in text.EnumerateRunes())
        {
            ids.Add(_ids.TryGetValue(character, out int id) ? id : throw new ArgumentException(
                $"Character {ids.Count}, '{character}' (U+{character.Value:X4}), is not in this alphabet of {Size}; "
                + "build the alphabet from every text the model will meet.",
                nameof(text)));
        }

        return [.. ids];
    }

    /// <summary>The text with these ids.</summary>
    /// <param name="ids">Each from 0 to <see cref="Size"/> - 1.</param>
    public string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var text = new StringBuilder();
        foreach (int id in ids)
            text.Append(_characters[id].ToString());
        return text.ToString();
    }
}
