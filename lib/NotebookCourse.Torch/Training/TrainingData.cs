using NotebookCourse.Text;

namespace NotebookCourse.Training;

/// <summary>A configuration's texts, read, tokenized and split.</summary>
/// <param name="Tokenizer">What turns text into ids.</param>
/// <param name="Training">Batches to train on.</param>
/// <param name="Validation">Batches to validate with.</param>
/// <param name="TrainingTokens">Tokens there are to train on.</param>
/// <param name="Domains">Each domain by itself: its name, and batches to validate with.</param>
public sealed record TrainingData(ITokenizer Tokenizer, BatchSource Training, BatchSource Validation, long TrainingTokens, IReadOnlyList<(string Name, BatchSource Validation)> Domains)
{
    private const int ArithmeticDigits = 2;

    /// <summary>Reads what the configuration names, or a text file in its place.</summary>
    /// <param name="model">The configuration.</param>
    /// <param name="textFile">A UTF-8 file; null for the configuration's own data.</param>
    /// <param name="tokenizer">A tokenizer to use; null to make the one the configuration asks for.</param>
    /// <exception cref="InvalidDataException">A text is empty, not UTF-8, too short, or of a single character.</exception>
    public static TrainingData Load(CourseModel model, string? textFile = null, ITokenizer? tokenizer = null)
    {
        List<(string Name, Func<IEnumerable<string>> Blocks, double Weight)> texts = textFile is null
            ? [.. model.Data.Select(domain => (domain.Name, Domain(domain, model.Training.Seed), domain.Weight))]
            : [(Path.GetFileName(textFile), () => TextBlocks.Read(textFile), 1.0)];
        if (texts.Count == 0)
            throw new InvalidDataException($"'{model.Name}' names no data. Give a text with --text FILE.");
        tokenizer ??= MakeTokenizer(model.Tokenizer, texts.SelectMany(text => text.Blocks()));
        if (tokenizer.VocabularySize < 2)
            throw new InvalidDataException("The text consists of one character over and over: there is nothing to predict. Give a text with at least two different characters.");

        TrainingSettings settings = model.Training;
        var parts = texts.Select(text => (text.Name, Split: TokenStream.Of(text.Blocks(), tokenizer).Split(settings.TrainingShare, settings.Context), text.Weight)).ToList();
        return new TrainingData(
            tokenizer,
            Source([.. parts.Select(part => (part.Split.Training, part.Weight))], settings, settings.Seed),
            Source([.. parts.Select(part => (part.Split.Validation, part.Weight))], settings, settings.Seed + 1),
            parts.Sum(part => (long)part.Split.Training.Length),
            [.. parts.Select(part => (part.Name, Source([(part.Split.Validation, 1.0)], settings, settings.Seed + 1)))]);
    }

    private static BatchSource Source(IReadOnlyList<(TokenStream Stream, double Weight)> domains, TrainingSettings settings, long seed) =>
        domains.Count == 1
            ? new RandomWindows(domains[0].Stream, settings.BatchSize, settings.Context, seed)
            : new DomainMixture(domains, settings.BatchSize, settings.Context, seed);

    private static ITokenizer MakeTokenizer(string kind, IEnumerable<string> blocks)
    {
        if (blocks.All(block => block.Length == 0))
            throw new InvalidDataException("The text is empty. Give a text to train on: some tens of thousands of characters are a start.");
        if (kind == "characters")
            return CharacterTokenizer.FromText([.. blocks.Select(block => string.Concat(block.EnumerateRunes().Distinct()))]);
        if (!kind.StartsWith("bpe-", StringComparison.Ordinal) || !int.TryParse(kind.AsSpan(4), out int size) || size < 256)
            throw new InvalidDataException($"The tokenizer '{kind}' is unknown; expected \"characters\", or \"bpe-N\" with N of 256 or more.");
        return BpeTrainer.Train(blocks, size);
    }

    private static Func<IEnumerable<string>> Domain(DomainSettings domain, long seed) => domain.Name switch
    {
        "arithmetic" => () => [ArithmeticProblems.Generate(domain.Count, ArithmeticDigits, (int)seed, "+-")],
        "weather" => () => [WeatherSentences.Generate(domain.Count, (int)seed)],
        _ => () => [Corpus.Load(domain.Name).Text],
    };
}
