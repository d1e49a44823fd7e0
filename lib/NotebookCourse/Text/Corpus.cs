using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NotebookCourse.Text;

/// <summary>
/// A text with its papers: where it came from, under which licence, and the hash that says it is still that text.
/// </summary>
/// <param name="Info">Its papers.</param>
/// <param name="Text">The text itself, lines ended by \n.</param>
public sealed record Corpus(CorpusInfo Info, string Text)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The corpora under <c>data/corpora</c>, in the order of their index.</summary>
    /// <exception cref="InvalidDataException">The index is damaged.</exception>
    public static IReadOnlyList<CorpusInfo> All => ReadIndex(CourseData.Path("corpora"));

    /// <summary>Reads a corpus and checks that it is unchanged.</summary>
    /// <param name="name">One of <see cref="All"/>, for example <c>"moby-dick"</c>.</param>
    /// <exception cref="ArgumentException">No corpus has that name; the message lists those there are.</exception>
    /// <exception cref="FileNotFoundException">The index names it, but its file is missing.</exception>
    /// <exception cref="InvalidDataException">The file is not UTF-8, or its SHA-256 is not the recorded one.</exception>
    public static Corpus Load(string name) => Load(name, CourseData.Path("corpora"));

    /// <summary>Reads any UTF-8 text file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The text, without a byte order mark, lines ended by \n.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not UTF-8; the message says at which byte.</exception>
    public static string ReadText(string path) => Decode(ReadBytes(path), path);

    /// <summary>
    /// The first part of the text to learn from, the rest to be tested on: the cut is moved back to the end of a line.
    /// </summary>
    /// <param name="trainingShare">Above 0, below 1.</param>
    public (string Training, string HeldOut) Split(double trainingShare = 0.9)
    {
        if (!(trainingShare > 0 && trainingShare < 1))
            throw new ArgumentOutOfRangeException(nameof(trainingShare), trainingShare, "Expected a share above 0 and below 1, for example 0.9.");
        int cut = Text.LastIndexOf('\n', (int)(Text.Length * trainingShare)) + 1;
        return (Text[..cut], Text[cut..]);
    }

    /// <summary>Reads a corpus of a given folder.</summary>
    internal static Corpus Load(string name, string folder)
    {
        IReadOnlyList<CorpusInfo> index = ReadIndex(folder);
        CorpusInfo info = index.FirstOrDefault(entry => entry.Name == name)
            ?? throw new ArgumentException($"There is no corpus '{name}'; expected one of {string.Join(", ", index.Select(entry => $"'{entry.Name}'"))}.", nameof(name));

        string path = Path.Combine(folder, info.File);
        byte[] bytes = ReadBytes(path);
        string text = Decode(bytes, path);
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return hash == info.Sha256
            ? new Corpus(info, text)
            : throw new InvalidDataException(
                $"{path} is not the corpus '{name}': {bytes.Length} bytes with SHA-256 {hash}, expected {info.Bytes} bytes with {info.Sha256}. "
                + $"Restore it (git checkout -- data/corpora/{info.File}); a text of your own is read with Corpus.ReadText.");
    }

    private static IReadOnlyList<CorpusInfo> ReadIndex(string folder)
    {
        string path = Path.Combine(folder, "corpora.json");
        try
        {
            return JsonSerializer.Deserialize<List<CorpusInfo>>(ReadBytes(path), Json)
                ?? throw new InvalidDataException($"{path} holds 'null'; expected a list of corpora.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is damaged: {error.Message} Restore it (git checkout -- data/corpora/corpora.json).", error);
        }
    }

    private static byte[] ReadBytes(string path) => File.Exists(path)
        ? PlainFile.ReadBytes(path, PlainFile.MostCorpusBytes)
        : throw new FileNotFoundException($"There is no file {path}. Check the name, or restore the course's own (git checkout -- data).", path);

    private static string Decode(byte[] bytes, string path)
    {
        try
        {
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException(
                $"{path} is not UTF-8: byte {error.Index} cannot be read. Save it as UTF-8 (GBK and UTF-16 files need converting first).", error);
        }
    }
}
