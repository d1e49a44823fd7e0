using System.Text.Json;
using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;
using NotebookCourse.Models;
using NotebookCourse.Text;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>
/// A trained model in a folder: <c>training.json</c> (its configuration), <c>model.safetensors</c> (weights under Hugging
/// Face names; the matrices of linear layers in FP8 with block scales, as DeepSeek publishes them, the rest in BF16 or
/// F32), its tokenizer, and for DeepSeek models a Hugging Face <c>config.json</c>.
/// </summary>
public sealed class SavedModel : IDisposable
{
    private const string DecoderPrefix = "model.";

    private SavedModel(CourseModel configuration, LanguageModel model, ITokenizer tokenizer) =>
        (Configuration, Model, Tokenizer) = (configuration, model, tokenizer);

    /// <summary>What it was trained from.</summary>
    public CourseModel Configuration { get; }

    /// <summary>The model, in evaluation mode.</summary>
    public LanguageModel Model { get; }

    /// <summary>Its tokenizer.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>The bytes of each token, shape [vocabulary].</summary>
    public IReadOnlyList<byte[]> TokenBytes => TrainedModels.TokenBytes(Tokenizer);

    /// <summary>Loads a model.</summary>
    /// <param name="nameOrFolder">A name under <c>data/checkpoints</c> such as <c>tiny-gpt</c>, or the folder of a model trained here.</param>
    /// <exception cref="FileNotFoundException">There is no such model.</exception>
    /// <exception cref="InvalidDataException">Its files are damaged or do not belong together.</exception>
    public static SavedModel Load(string nameOrFolder)
    {
        string folder = TrainedModels.Find(nameOrFolder);
        CourseModel configuration = CourseModel.Load(ModelFiles.Find(folder, TrainedModels.ConfigFile)) with { Name = Path.GetFileName(Path.GetFullPath(folder)) };
        ITokenizer tokenizer = TrainedModels.LoadTokenizer(folder, configuration.Tokenizer);
        RequireFit(folder, configuration, tokenizer);
        LanguageModel model = configuration.Model.Build(tokenizer.VocabularySize, configuration.Training.Context);
        try
        {
            Read(folder, model);
            model.eval();
            return new SavedModel(configuration, model, tokenizer);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Finishes a <see cref="Write"/> that was cut off in the middle.</summary>
    internal static void Settle(string folder) => ModelFiles.Settle(folder);

    /// <summary>Writes a model's folder: whoever loads from it, at whatever moment, gets the model before or this one, whole.</summary>
    /// <param name="folder">Made if it does not exist.</param>
    /// <param name="configuration">What it was trained from.</param>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    public static void Write(string folder, CourseModel configuration, LanguageModel model, ITokenizer tokenizer)
    {
        ModelFiles.Replace(folder, next =>
        {
            WriteConfiguration(next, configuration, tokenizer);
            using var scope = NewDisposeScope();
            ContentChecksum.Write(
                Path.Combine(next, Checkpoint.SingleFile),
                [.. model.state_dict().SelectMany(entry => Stored(FileName(model, entry.Key), entry.Value))],
                new Dictionary<string, string> { ["format"] = "pt" });
        });
    }

    /// <summary>Frees the model.</summary>
    public void Dispose() => Model.Dispose();

    private static void WriteConfiguration(string folder, CourseModel configuration, ITokenizer tokenizer)
    {
        AtomicFile.WriteText(Path.Combine(folder, TrainedModels.ConfigFile), configuration.ToJson());
        if (configuration.Model.Deepseek is not null)
        {
            ModelConfig config = configuration.Model.DeepSeekConfig(tokenizer.VocabularySize) with { Float8Weights = true };
            AtomicFile.WriteText(Path.Combine(folder, "config.json"), ModelConfigJsonWriter.Write(config));
        }

        if (tokenizer is CharacterTokenizer characters)
            AtomicFile.WriteText(Path.Combine(folder, TrainedModels.CharactersFile), JsonSerializer.Serialize(Enumerable.Range(0, characters.VocabularySize).Select(id => characters.Alphabet[id])));
        else
            TokenizerFile.Save((BpeTokenizer)tokenizer, Path.Combine(folder, TrainedModels.BpeFile));
    }

    /// <summary>Compares the size that the configuration asks for with the stored weights, before memory is taken for it.</summary>
    private static void RequireFit(string folder, CourseModel configuration, ITokenizer tokenizer)
    {
        const long Slack = 1_000_000;
        using Checkpoint checkpoint = Open(folder);
        Int128 stored = checkpoint.Entries.Aggregate(Int128.Zero, (sum, entry) => sum + entry.Elements);
        Int128 wanted = configuration.Model.WeightCount(tokenizer.VocabularySize);
        if (wanted > (2 * stored) + Slack)
            throw new InvalidDataException($"The model in '{folder}' does not fit its configuration: that asks for about {wanted:N0} weights, and {stored:N0} are stored.");
    }

    private static Checkpoint Open(string folder)
    {
        try
        {
            string single = ModelFiles.Find(folder, Checkpoint.SingleFile);
            return Checkpoint.Open(File.Exists(single) ? single : folder);
        }
        catch (SafetensorsException error)
        {
            throw new InvalidDataException($"The model in '{folder}' cannot be read: {error.Message}", error);
        }
    }

    private static void Read(string folder, LanguageModel model)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        try
        {
            using Checkpoint checkpoint = Open(folder);
            foreach (SafetensorsFile file in checkpoint.Files)
                ContentChecksum.Require(file);
            foreach ((string name, Tensor tensor) in model.state_dict())
            {
                Tensor stored = checkpoint.ReadTensor(FileName(model, name));
                if (!stored.shape.SequenceEqual(tensor.shape))
                    throw new InvalidDataException($"The model in '{folder}' does not fit its configuration: '{name}' is [{string.Join(", ", stored.shape)}], expected [{string.Join(", ", tensor.shape)}].");
                tensor.copy_(stored);
            }
        }
        catch (Exception error) when (error is SafetensorsException or KeyNotFoundException or NotSupportedException)
        {
            throw new InvalidDataException($"The model in '{folder}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>A DeepSeek model registers its decoder as "model"; the others' parts get the prefix in the file.</summary>
    private static string FileName(LanguageModel model, string name) =>
        model is DeepSeekModel || name.StartsWith("lm_head", StringComparison.Ordinal) ? name : DecoderPrefix + name;

    private static IEnumerable<TensorToWrite> Stored(string name, Tensor tensor)
    {
        ReadOnlyMemory<float> values = tensor.detach().to(ScalarType.Float32).contiguous().data<float>().ToArray();
        if (IsLinear(name, tensor))
            return BlockScaledWeights.ToWrite(name, (int)tensor.shape[0], (int)tensor.shape[1], values.Span);
        return [tensor.dim() >= 2 ? TensorToWrite.OfBFloat16(name, tensor.shape, values) : TensorToWrite.Of(name, tensor.shape, values)];
    }

    /// <summary>DeepSeek-V3 keeps embeddings, output head, routers and norms out of FP8 (section 3.3.1).</summary>
    private static bool IsLinear(string name, Tensor tensor) =>
        tensor.dim() == 2 && !name.Contains("embed_", StringComparison.Ordinal) && !name.StartsWith("lm_head", StringComparison.Ordinal)
        && !name.EndsWith(".gate.weight", StringComparison.Ordinal) && !name.EndsWith("eh_proj.weight", StringComparison.Ordinal);
}
