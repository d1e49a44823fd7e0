using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NotebookCourse.Text;

/// <summary>
/// Tokenizers as files that can be read by eye:
/// <code>
/// notebookcourse-bpe 1
/// split DeepSeekV3
/// bytes 3 4 5 ...             the ids of the bytes 0 to 255
/// added 818                   then a line each: id, spelling as a JSON string
/// 0 "&lt;|begin of sentence|&gt;"
/// merges 127741 259           how many, and the first one's id; then a line each: left id, right id
/// 223 86
/// end
/// </code>
/// UTF-8 with line feeds; compressed with gzip if the file's name ends in <c>.gz</c>. A tokenizer.json of Hugging Face's library is
/// read as well (<see cref="TokenizerJson"/>).
/// </summary>
public static class TokenizerFile
{
    private const string Magic = "notebookcourse-bpe 1";
    private const long MostBytes = 128 << 20;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the tokenizer to a file, replacing it only when all of it is written.</summary>
    /// <exception cref="ArgumentException">The tokenizer comes from a tokenizer.json, whose rules this format has no words for.</exception>
    public static void Save(BpeTokenizer tokenizer, string path)
    {
        if (tokenizer.Vocabulary.Rules is not null)
            throw new ArgumentException("A tokenizer that was read from a tokenizer.json cannot be saved in the course's own format: keep the tokenizer.json.", nameof(tokenizer));
        string unfinished = path + ".part";
        using (Stream file = File.Create(unfinished))
        using (Stream stream = IsCompressed(path) ? new GZipStream(file, CompressionLevel.SmallestSize) : file)
        using (var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
            Write(tokenizer.Vocabulary, writer);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Reads a tokenizer from a file, line by line: its numbers of tokens are not trusted.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is cut short, damaged, no plain file or something else; the message says in which line.</exception>
    public static BpeTokenizer Load(string path)
    {
        byte[] bytes = PlainFile.ReadBytes(path, MostBytes);
        if (IsCompressed(path))
            bytes = Decompress(bytes, path);
        if (TokenizerJson.IsJson(bytes))
            return TokenizerJson.Read(bytes, path);
        using var reader = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true));
        var lines = new TokenizerLines(reader, path);
        try
        {
            return new BpeTokenizer(Read(lines));
        }
        catch (Exception error) when (error is InvalidDataException or DecoderFallbackException or JsonException)
        {
            throw new InvalidDataException(
                $"'{path}' is no whole tokenizer file, it goes wrong at line {lines.Number}: {error.Message} Restore it (git checkout), or train and save it again.", error);
        }
    }

    private static bool IsCompressed(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>A gzip file ends with the length of its content; a file cut short ends with something else. It may hold far more than memory.</summary>
    private static byte[] Decompress(byte[] bytes, string path)
    {
        using var content = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            byte[] block = new byte[1 << 16];
            for (int count; (count = gzip.Read(block)) > 0;)
            {
                content.Write(block, 0, count);
                if (content.Length > MostBytes)
                    throw new InvalidDataException($"it unpacks to more than {MostBytes:N0} bytes.");
            }
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"'{path}' is no whole gzip file: {error.Message} Restore it (git checkout), or save it again.", error);
        }

        if (bytes.Length < 18 || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4)) != (uint)content.Length)
            throw new InvalidDataException($"'{path}' was cut short: its {bytes.Length} bytes are not a whole gzip file. Restore it (git checkout), or save it again.");
        return content.ToArray();
    }

    private static void Write(BpeVocabulary vocabulary, StreamWriter writer)
    {
        writer.WriteLine(Magic);
        writer.WriteLine($"split {vocabulary.PreTokenization}");
        writer.WriteLine($"bytes {string.Join(' ', vocabulary.ByteIds)}");
        writer.WriteLine(FormattableString.Invariant($"added {vocabulary.AddedTokens.Count}"));
        foreach (AddedToken token in vocabulary.AddedTokens)
            writer.WriteLine(FormattableString.Invariant($"{token.Id} {JsonSerializer.Serialize(token.Content, Readable)}"));
        writer.WriteLine(FormattableString.Invariant($"merges {vocabulary.Merges.Count} {vocabulary.FirstMergedId}"));
        foreach ((int left, int right) in vocabulary.Merges)
            writer.WriteLine(FormattableString.Invariant($"{left} {right}"));
        writer.WriteLine("end");
    }

    private static BpeVocabulary Read(TokenizerLines lines)
    {
        if (lines.Next() != Magic)
            throw new InvalidDataException($"it does not begin with '{Magic}'.");

        string split = lines.Field("split");
        if (!Enum.TryParse(split, out PreTokenization preTokenization) || preTokenization == PreTokenization.Rules)
            throw new InvalidDataException($"'{split}' is no way to split; expected {PreTokenization.None} or {PreTokenization.DeepSeekV3}.");

        int[] byteIds = lines.Numbers(lines.Field("bytes"), 256);
        int addedCount = lines.Numbers(lines.Field("added"), 1)[0];
        var added = new List<AddedToken>();
        for (int i = 0; i < addedCount; i++)
            added.Add(lines.AddedToken());

        int[] counts = lines.Numbers(lines.Field("merges"), 2);
        var merges = new List<(int Left, int Right)>();
        for (int i = 0; i < counts[0]; i++)
            merges.Add(lines.Pair());
        if (lines.Next() != "end")
            throw new InvalidDataException($"after {merges.Count} merges, 'end' was expected.");
        lines.RequireEnd();
        return new BpeVocabulary(preTokenization, byteIds, counts[1], merges, added);
    }
}
