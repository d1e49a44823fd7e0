using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;
using NotebookCourse.Text;
using NotebookCourse.Training;

namespace NotebookCourse.Inference;

/// <summary>
/// A language model that runs in plain C#: its weights mapped from their files, in the numbers in which they are stored. A model is
/// read by as many <see cref="InferenceSession"/>s as wanted, at the same time; none of them copies a weight.
/// </summary>
/// <remarks>
/// A file must not be cut while it is mapped: the operating system ends a process that looks behind its end. One that is replaced as
/// a whole, as this library's writers do, stays as it was for those who have it open.
/// </remarks>
public sealed class InferenceModel : IDisposable
{
    private readonly IWeights _weights;
    private readonly DeepSeekWeights? _deepSeek;
    private readonly DenseWeights? _dense;
    private int _users = 1, _disposed;

    internal InferenceModel(string name, ModelConfig config, IWeights weights, ITokenizer? tokenizer)
    {
        (Name, DeepSeek, _weights, Tokenizer) = (name, config, weights, tokenizer);
        _deepSeek = DeepSeekWeights.Find(config, weights);
    }

    internal InferenceModel(string name, DenseConfig config, IWeights weights, ITokenizer? tokenizer)
    {
        (Name, Dense, _weights, Tokenizer) = (name, config, weights, tokenizer);
        _dense = DenseWeights.Find(config, weights);
    }

    /// <summary>The name of its folder or file.</summary>
    public string Name { get; }

    /// <summary>Its tokenizer; null where there is none beside the weights.</summary>
    public ITokenizer? Tokenizer { get; }

    /// <summary>The token that ends a text; null where there is none.</summary>
    public int? EndToken => TokenTable.EndOf(Tokenizer);

    /// <summary>Number of tokens.</summary>
    public int VocabularySize => DeepSeek?.VocabularySize ?? Dense!.VocabularySize;

    /// <summary>Longest text it is made for, in tokens.</summary>
    public int ContextLength => DeepSeek?.MaxPositions ?? Dense!.MaxPositions;

    /// <summary>Whether a session can guess two tokens ahead.</summary>
    public bool Predicts => _deepSeek?.Prediction is not null;

    /// <summary>The configuration of a DeepSeek model; null for a dense one.</summary>
    internal ModelConfig? DeepSeek { get; }

    /// <summary>The configuration of a dense model; null for DeepSeek's.</summary>
    internal DenseConfig? Dense { get; }

    internal DeepSeekWeights? DeepSeekWeights => _deepSeek;

    internal DenseWeights? DenseWeights => _dense;

    /// <summary>Opens a model.</summary>
    /// <param name="path">
    /// A folder in Hugging Face's layout (DeepSeek-V2 and V3, Llama, Qwen2), a folder that <c>train</c> wrote, one of the course's models by name,
    /// or a GGUF file.
    /// </param>
    /// <exception cref="FileNotFoundException">There is nothing there.</exception>
    /// <exception cref="InvalidDataException">The files are damaged, do not belong together, or describe a model that cannot be run; the field is named.</exception>
    /// <exception cref="SafetensorsException">A safetensors file breaks the format.</exception>
    public static InferenceModel Load(string path)
    {
        if (path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
            return GgufConfig.Load(path);
        string folder = IsHuggingFace(path) ? path : TrainedModels.Find(path);
        return IsHuggingFace(folder) ? FromHuggingFace(folder) : FromCourse(folder);
    }

    /// <summary>Whether this engine is the one to run a model: it is of a kind that it knows.</summary>
    /// <param name="path">As for <see cref="Load"/>.</param>
    /// <exception cref="FileNotFoundException">There is nothing there.</exception>
    /// <exception cref="InvalidDataException">A model trained here has a damaged configuration.</exception>
    public static bool Knows(string path)
    {
        if (path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) || IsHuggingFace(path))
            return true;
        string folder = TrainedModels.Find(path);
        return IsHuggingFace(folder) || CourseModel.Load(Path.Combine(folder, TrainedModels.ConfigFile)).Model.Rnn is null;
    }

    /// <summary>A new text.</summary>
    /// <param name="capacity">Most tokens it may have; null for the model's own limit.</param>
    /// <param name="threads">1 for the caller's thread alone; null for all processors where that pays.</param>
    /// <param name="drafts">Whether it will be asked for guesses (<see cref="InferenceSession.Draft(int)"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not in [1, <see cref="ContextLength"/>], or threads are below 1.</exception>
    /// <exception cref="ObjectDisposedException">The model is closed.</exception>
    public InferenceSession NewSession(int? capacity = null, int? threads = null, bool drafts = false)
    {
        int length = capacity ?? ContextLength;
        if (length < 1 || length > ContextLength)
            throw new ArgumentOutOfRangeException(nameof(capacity), length, $"'{Name}' reads 1 to {ContextLength} tokens.");
        Workers? workers = threads switch
        {
            null when Workers.Shared.Threads > 1 => Workers.Shared,
            null or 1 => null,
            > 1 => threads == Workers.Shared.Threads ? Workers.Shared : new Workers(threads.Value),
            _ => throw new ArgumentOutOfRangeException(nameof(threads), threads, "Expected at least one thread."),
        };
        return _deepSeek is not null
            ? new DeepSeekSession(this, DeepSeek!, _deepSeek, length, workers, drafts && Predicts)
            : new DenseSession(this, Dense!, _dense!, length, workers);
    }

    /// <summary>Closes the model; its files stay mapped until the last session is disposed.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Release();
    }

    internal void Acquire()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        Interlocked.Increment(ref _users);
    }

    internal void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _weights.Dispose();
    }

    private static bool IsHuggingFace(string folder)
        => File.Exists(Path.Combine(folder, "config.json")) && !File.Exists(Path.Combine(folder, TrainedModels.ConfigFile));

    private static InferenceModel FromHuggingFace(string folder)
    {
        ModelConfig config = ModelConfigJson.Load(folder);
        ITokenizer? tokenizer = File.Exists(Path.Combine(folder, TrainedModels.CharactersFile)) || File.Exists(Path.Combine(folder, TrainedModels.BpeFile))
            ? TrainedModels.LoadTokenizer(folder)
            : null;
        string name = Path.GetFileName(Path.GetFullPath(folder));
        return Open(folder, weights => config.Family == ModelFamily.DeepSeek
            ? new InferenceModel(name, config, weights, tokenizer)
            : new InferenceModel(name, DenseConfig.Of(config, Path.Combine(folder, "config.json")), weights, tokenizer));
    }

    /// <summary>A model of the course: read again if it was replaced meanwhile, so that its files are of one and the same model.</summary>
    private static InferenceModel FromCourse(string folder)
    {
        while (true)
        {
            string before = State();
            InferenceModel model;
            try
            {
                model = CourseModelIn(folder);
            }
            catch when (State() != before)
            {
                continue; // files of two models do not fit together
            }

            if (State() == before)
                return model;
            model.Dispose();
        }

        string State() => ModelFiles.State(
            folder, TrainedModels.ConfigFile, TrainedModels.CharactersFile, TrainedModels.BpeFile, Checkpoint.SingleFile, Checkpoint.IndexFile);
    }

    private static InferenceModel CourseModelIn(string folder)
    {
        CourseModel course = CourseModel.Load(ModelFiles.Find(folder, TrainedModels.ConfigFile));
        ITokenizer tokenizer = TrainedModels.LoadTokenizer(folder, course.Tokenizer);
        string name = Path.GetFileName(Path.GetFullPath(folder)), single = ModelFiles.Find(folder, Checkpoint.SingleFile);
        string weightsPath = File.Exists(single) ? single : folder;
        try
        {
            if (course.Model is { Deepseek: not null, Gpt: null, Rnn: null })
            {
                ModelConfig config = course.Model.DeepSeekConfig(tokenizer.VocabularySize);
                return Open(weightsPath, weights => new InferenceModel(name, config, weights, tokenizer));
            }

            if (course.Model is { Gpt: { } gpt, Deepseek: null, Rnn: null })
            {
                DenseConfig config = DenseConfig.Of(gpt.Config(tokenizer.VocabularySize, course.Training.Context).Validated());
                return Open(weightsPath, weights => new InferenceModel(name, config, weights, tokenizer));
            }
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"The model in '{folder}' has an impossible shape: {error.Message}", error);
        }

        throw new InvalidDataException($"The model in '{folder}' is described by 'rnn'; this engine runs 'deepseek' and 'gpt'. Use the torch engine for it.");
    }

    private static InferenceModel Open(string path, Func<IWeights, InferenceModel> make)
    {
        var weights = new CheckpointWeights(Checkpoint.Open(path));
        try
        {
            InferenceModel model = make(weights);
            weights.RequireNothingElse(model.DeepSeek?.LayerCount ?? model.Dense!.LayerCount, model.DeepSeek?.TieWordEmbeddings ?? model.Dense!.TieWordEmbeddings);
            return model;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }
}
