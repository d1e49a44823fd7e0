using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotebookCourse.Training;

/// <summary>
/// A model and its training as data: everything that fixes the weights but the machine. The course's own are in
/// <c>data/models</c>; any file of this form can be trained.
/// </summary>
public sealed record CourseModel
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The model's name: that of its file.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "model";

    /// <summary>What it is for, in one sentence.</summary>
    public string? Description { get; init; }

    /// <summary>Its shape.</summary>
    public required ModelShape Model { get; init; }

    /// <summary><c>characters</c>, or <c>bpe-N</c> for a byte-level BPE of N tokens trained on the data.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>What it reads, unless a text is given instead.</summary>
    public IReadOnlyList<DomainSettings> Data { get; init; } = [];

    /// <summary>How it is trained.</summary>
    public required TrainingSettings Training { get; init; }

    /// <summary>Names of the course's own configurations.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Directory.EnumerateFiles(CourseData.Path("models"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>A configuration by name or file.</summary>
    /// <param name="nameOrFile">One of <see cref="Names"/>, or a path that ends in <c>.json</c>.</param>
    /// <exception cref="FileNotFoundException">There is none; the message lists those there are.</exception>
    /// <exception cref="InvalidDataException">The file cannot be read; the message says where and why.</exception>
    public static CourseModel Load(string nameOrFile)
    {
        if (!nameOrFile.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return Names.Contains(nameOrFile)
                ? Load(CourseData.Path("models", nameOrFile + ".json"))
                : throw new FileNotFoundException($"There is no configuration '{nameOrFile}'. Take one of {string.Join(", ", Names)}, or give the path of a .json file like those in data/models.", nameOrFile);
        }

        if (!File.Exists(nameOrFile))
            throw new FileNotFoundException($"There is no file '{nameOrFile}'. Give one of {string.Join(", ", Names)}, or the path of a .json file like those in data/models.", nameOrFile);
        return Parse(PlainFile.ReadText(nameOrFile), nameOrFile) with { Name = Path.GetFileNameWithoutExtension(nameOrFile) };
    }

    /// <summary>Reads a configuration.</summary>
    /// <param name="json">Its text.</param>
    /// <param name="source">Where it came from, for errors.</param>
    /// <exception cref="InvalidDataException">It cannot be read; the message says where and why.</exception>
    public static CourseModel Parse(string json, string source)
    {
        StrictJson.Require(json, source, relaxed: true);
        try
        {
            CourseModel model = JsonSerializer.Deserialize<CourseModel>(json, Json)
                ?? throw new InvalidDataException($"'{source}' holds 'null'; expected a configuration.");
            if (model.Data.Any(domain => domain is null))
                throw new ArgumentException("data holds 'null'; expected domains, each with a name.");
            model.Model.Validate();
            model.Training.Validate();
            return model;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"'{source}' is not a model configuration: {error.Message} Compare it with those in data/models.", error);
        }
    }

    /// <summary>The configuration as JSON that <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";
}

/// <summary>One domain of the training data.</summary>
/// <param name="Name">A corpus of <c>data/corpora</c>, or <c>arithmetic</c> or <c>weather</c> for sentences made on the spot.</param>
/// <param name="Weight">Its share, relative to the others'. Range: 0 or above.</param>
/// <param name="Count">Sentences to make; for made domains only.</param>
public sealed record DomainSettings(string Name, double Weight = 1, int Count = 20_000);
