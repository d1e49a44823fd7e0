using NotebookCourse.Accounting;
using NotebookCourse.Models;
using static TorchSharp.torch;

namespace NotebookCourse.Checkpoints;

/// <summary>A DeepSeek model in a folder as Hugging Face lays it out: <c>config.json</c> and safetensors beside it.</summary>
public static class ModelFolder
{
    /// <summary>
    /// Loads a model. Weights of any stored type become float32; FP8 weights are multiplied by their block scales. Blocks for predicting further ahead are
    /// often cut off to save space: where the configuration has them and the files do not, the model goes without.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The model, in evaluation mode.</returns>
    /// <exception cref="FileNotFoundException">There is no config.json.</exception>
    /// <exception cref="InvalidDataException">The configuration is not understood, or does not fit the weights: one is missing, too much, or of another shape.</exception>
    /// <exception cref="SafetensorsException">A safetensors file breaks the format.</exception>
    public static DeepSeekModel Load(string folder)
    {
        ModelConfig config = ModelConfigJson.Load(folder);
        if (config.Family != ModelFamily.DeepSeek)
            throw new InvalidDataException($"{folder}: the model is of the family {config.Family}; only DeepSeek models can be run.");
        if (config.QuantizationMethod is { } method && !config.Float8Weights)
            throw new InvalidDataException($"{folder}: the weights are stored as {method}; only plain ones and FP8 in blocks of 128 x 128 can be run. Such a model can only be counted.");
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        bool withPredictions = checkpoint.Entries.Any(entry => LayerNumber(entry.Name) >= config.LayerCount);
        if (!withPredictions)
            config = config with { PredictionLayerCount = 0 };
        RequireFit(config, checkpoint);
        var model = new DeepSeekModel(config);
        try
        {
            Fill(model, checkpoint);
            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Writes a model: <c>config.json</c> and float32 weights under Hugging Face's names.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder; made if it is not there.</param>
    public static void Save(DeepSeekModel model, string folder)
    {
        Directory.CreateDirectory(folder);
        SafetensorsWriter.WriteFolder(folder, model.state_dict().Select(tensor => CheckpointTensors.ToWrite(tensor.Key, tensor.Value)));
        File.WriteAllText(Path.Combine(folder, "config.json"), ModelConfigJsonWriter.Write(model.Config));
    }

    /// <summary>
    /// Compares every shape before memory is taken for it: a wrong number in config.json may ask for more than there is. First come the
    /// embedding, whose table takes memory even on the meta device, the narrow projection, whose rotary part has a table too, and the last layer and the last expert, because a million of them take long.
    /// </summary>
    private static void RequireFit(ModelConfig config, Checkpoint checkpoint)
    {
        long[] table = [config.VocabularySize, config.HiddenSize];
        RequireWeights(checkpoint, Require(checkpoint, "model.embed_tokens.weight", table), table);
        if (config.Latent is { } latent)
        {
            long[] down = [latent.KeyValueRank + latent.RotaryHeadSize, config.HiddenSize];
            RequireWeights(checkpoint, Require(checkpoint, "model.layers.0.self_attn.kv_a_proj_with_mqa.weight", down), down);
        }

        Require(checkpoint, $"model.layers.{config.LayerCount - 1}.input_layernorm.weight", [config.HiddenSize]);
        int expertLayer = Enumerable.Range(0, config.LayerCount).FirstOrDefault(config.IsExpertLayer, -1);
        if (expertLayer >= 0)
            Require(checkpoint, $"model.layers.{expertLayer}.mlp.experts.{config.Experts!.RoutedCount - 1}.gate_proj.weight", [config.Experts.IntermediateSize, config.HiddenSize]);
        using var scope = NewDisposeScope();
        using var shapes = new DeepSeekModel(config, device: META);
        Dictionary<string, Tensor> wanted = shapes.state_dict();
        foreach (var (name, tensor) in wanted)
            RequireWeights(checkpoint, Require(checkpoint, name, tensor.shape), tensor.shape);
        TensorEntry? unknown = checkpoint.Entries.FirstOrDefault(entry => !wanted.ContainsKey(entry.Name) && !MayBeLeft(entry.Name, checkpoint, config));
        if (unknown is not null)
            throw new InvalidDataException($"{checkpoint.Path}: the configuration knows no tensor '{unknown.Name}' of shape [{string.Join(", ", unknown.Shape)}]; with it left out this would be another model.");
    }

    private static TensorEntry Require(Checkpoint checkpoint, string name, long[] shape)
        => checkpoint.TryGet(name, out TensorEntry? entry)
            ? entry
            : throw new InvalidDataException($"{checkpoint.Path}: there is no tensor '{name}'; the configuration asks for one of shape [{string.Join(", ", shape)}].");

    private static void Fill(DeepSeekModel model, Checkpoint checkpoint)
    {
        using var noGradients = no_grad();
        foreach (var (name, tensor) in model.state_dict())
        {
            using var scope = NewDisposeScope();
            tensor.copy_(checkpoint.ReadTensor(name));
        }
    }

    /// <summary>What a checkpoint may hold beside the parameters: scales, tables anyone can compute, copies, and blocks for predicting further ahead.</summary>
    private static bool MayBeLeft(string name, Checkpoint checkpoint, ModelConfig config)
        => IsScale(name, checkpoint)
            || name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal)
            || (name == "lm_head.weight" && config.TieWordEmbeddings)
            || (LayerNumber(name) is int layer && layer >= config.LayerCount && checkpoint.Contains($"model.layers.{layer}.eh_proj.weight"));

    private static bool IsScale(string name, Checkpoint checkpoint)
        => name.EndsWith(BlockScaledWeights.ScaleSuffix, StringComparison.Ordinal)
            && checkpoint.TryGet(name[..^BlockScaledWeights.ScaleSuffix.Length], out TensorEntry? weight) && weight.Type == SafetensorsType.F8_E4M3;

    private static void RequireWeights(Checkpoint checkpoint, TensorEntry entry, long[] shape)
    {
        if (!entry.Shape.SequenceEqual(shape))
            throw new InvalidDataException($"{checkpoint.Path}: '{entry.Name}' has shape [{string.Join(", ", entry.Shape)}], the configuration asks for [{string.Join(", ", shape)}].");
        switch (entry.Type)
        {
            case SafetensorsType.F64 or SafetensorsType.F32 or SafetensorsType.BF16 or SafetensorsType.F16:
                return;
            case SafetensorsType.F8_E4M3 when checkpoint.Contains(entry.Name + BlockScaledWeights.ScaleSuffix):
                return;
            case SafetensorsType.F8_E4M3:
                throw new InvalidDataException($"{checkpoint.Path}: {entry} has no block scales '{entry.Name}{BlockScaledWeights.ScaleSuffix}' beside it; without them its codes are not the weights.");
            default:
                throw new InvalidDataException($"{checkpoint.Path}: {entry} is not a type for weights; expected F64, F32, BF16, F16, or F8_E4M3 with block scales.");
        }
    }

    private static int LayerNumber(string name)
        => name.Split('.') is ["model", "layers", string number, ..] && int.TryParse(number, out int layer) ? layer : -1;
}
