using System.Text;
using System.Text.Json;
using NotebookCourse.Checkpoints;
using NotebookCourse.Text;

namespace NotebookCourse.Training;

/// <summary>Finds the folders of trained models and reads what is in them beside the weights.</summary>
public static class TrainedModels
{
    /// <summary>The file that says what a model was trained from.</summary>
    internal const string ConfigFile = "training.json";

    /// <summary>The file of a character tokenizer.</summary>
    internal const string CharactersFile = "characters.json";

    /// <summary>The file of a byte-pair tokenizer.</summary>
    internal const string BpeFile = "tokenizer.txt";

    private const string CharactersKind = "characters";

    /// <summary>The folder of a model.</summary>
    /// <param name="nameOrFolder">A name under <c>data/checkpoints</c> such as <c>tiny-gpt</c>, or the folder of a model trained here.</param>
    /// <exception cref="FileNotFoundException">There is no such model; the message lists those there are.</exception>
    public static string Find(string nameOrFolder)
    {
        if (File.Exists(ModelFiles.Find(nameOrFolder, ConfigFile)))
            return nameOrFolder;
        string[] places = [Path.Combine("models", nameOrFolder), Path.Combine(CourseData.Path("models"), "..", "..", "models", nameOrFolder)];
        if (places.FirstOrDefault(place => File.Exists(ModelFiles.Find(place, Checkpoint.SingleFile))) is { } own)
            return own;
        string shipped = Path.Combine(Path.GetDirectoryName(CourseData.Path("models"))!, "checkpoints");
        return File.Exists(Path.Combine(shipped, nameOrFolder, ConfigFile))
            ? Path.Combine(shipped, nameOrFolder)
            : throw new FileNotFoundException($"There is no trained model '{nameOrFolder}'. Give a folder that 'train' wrote, or one of the course's: {string.Join(", ", Shipped(shipped))}.", nameOrFolder);
    }

    /// <summary>The tokenizer in a folder that does not say of which kind it is: of characters, if it lists them.</summary>
    /// <inheritdoc cref="LoadTokenizer(string, string)" path="/exception"/>
    /// <param name="folder">The folder.</param>
    public static ITokenizer LoadTokenizer(string folder) =>
        LoadTokenizer(folder, File.Exists(ModelFiles.Find(folder, CharactersFile)) ? CharactersKind : "");

    /// <summary>The tokenizer in a model's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="kind">What the model's configuration says of it: <c>characters</c> or <c>bpe-N</c>.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ITokenizer LoadTokenizer(string folder, string kind)
    {
        if (kind != CharactersKind)
            return TokenizerFile.Load(ModelFiles.Find(folder, BpeFile));
        string path = ModelFiles.Find(folder, CharactersFile);
        string json = PlainFile.ReadText(path);
        StrictJson.Require(json, path);
        try
        {
            string?[] characters = JsonSerializer.Deserialize<string?[]>(json) ?? [];
            return CharacterTokenizer.FromText([.. characters.Select(character => character ?? throw new JsonException("it holds 'null'."))]);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is no list of characters: {error.Message} Train the model again, or restore the file.", error);
        }
    }

    /// <summary>The bytes of each token, shape [vocabulary].</summary>
    public static IReadOnlyList<byte[]> TokenBytes(ITokenizer tokenizer) => [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => tokenizer switch
    {
        CharacterTokenizer characters => Encoding.UTF8.GetBytes(characters.Alphabet[id]),
        BpeTokenizer bpe => bpe.Vocabulary.TokenBytes(id) ?? [],
        _ => Encoding.UTF8.GetBytes(tokenizer.Decode([id])),
    })];

    private static IEnumerable<string> Shipped(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Where(model => File.Exists(Path.Combine(model, ConfigFile))).Select(model => Path.GetFileName(model)).Order(StringComparer.Ordinal)
        : [];
}
