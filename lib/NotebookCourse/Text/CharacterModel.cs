using System.Text;
using NotebookCourse.Probability;

namespace NotebookCourse.Text;

/// <summary>An n-gram model that speaks in characters instead of ids.</summary>
/// <param name="alphabet">The characters the model may meet.</param>
/// <param name="model">A model over that alphabet's ids.</param>
public sealed class CharacterModel(Alphabet alphabet, NGramModel model)
{
    /// <summary>The characters, and their ids in <see cref="Model"/>.</summary>
    public Alphabet Alphabet { get; } = Matching(alphabet, model);

    /// <summary>The model over ids.</summary>
    public NGramModel Model { get; } = model;

    /// <summary>P(every character | the text so far).</summary>
    /// <param name="context">The text so far; may be empty.</param>
    public Distribution<string> Next(string context)
    {
        double[] p = Model.Next(Alphabet.Encode(context));
        return Distribution.Of([.. p.Select((probability, id) => (Alphabet[id], probability))]);
    }

    /// <summary>How surprising a text is, with its size in UTF-8 bytes.</summary>
    /// <param name="text">At least one character, all in the alphabet.</param>
    public TextScore Score(string text) => Model.Score(Alphabet.Encode(text), Encoding.UTF8.GetByteCount(text));

    /// <summary>Continues a text by drawing one character after the other.</summary>
    /// <param name="prompt">What stands before; may be empty.</param>
    /// <param name="length">How many characters to draw; at least 0.</param>
    /// <param name="seed">The same seed draws the same text.</param>
    /// <returns>The prompt and its continuation.</returns>
    public string Generate(string prompt, int length, int seed) =>
        prompt + Alphabet.Decode(Model.Generate(Alphabet.Encode(prompt), length, seed));

    private static Alphabet Matching(Alphabet alphabet, NGramModel model)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        ArgumentNullException.ThrowIfNull(model);
        return alphabet.Size == model.VocabularySize
            ? alphabet
            : throw new ArgumentException($"The alphabet has {alphabet.Size} characters and the model {model.VocabularySize} tokens; expected the alphabet whose ids were counted.", nameof(model));
    }
}
