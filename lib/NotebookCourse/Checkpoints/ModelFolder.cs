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
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        bool withPredictions = checkpoint.Entries.Any(entry => LayerNumber(entry.Name) >= config.LayerCount);
        var model = new DeepSeekModel(withPredictions ? config : config with { PredictionLayerCount = 0 });
        Fill(model, checkpoint);
        model.eval();
        return model;
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

    private static void Fill(DeepSeekModel model, Checkpoint checkpoint)
    {
        using var noGradients = no_grad();
        Dictionary<string, Tensor> wanted = model.state_dict();
        foreach (var (name, tensor) in wanted)
        {
            using var scope = NewDisposeScope();
            if (!checkpoint.TryGet(name, out TensorEntry? entry))
                throw new InvalidDataException($"{checkpoint.Path}: there is no tensor '{name}'; the configuration asks for one of shape [{string.Join(", ", tensor.shape)}].");
            if (!entry.Shape.SequenceEqual(tensor.shape))
                throw new InvalidDataException($"{checkpoint.Path}: '{name}' has shape [{string.Join(", ", entry.Shape)}], the configuration asks for [{string.Join(", ", tensor.shape)}].");
            RequireWeights(checkpoint, entry);
            tensor.copy_(checkpoint.ReadTensor(name));
        }

        TensorEntry? unknown = checkpoint.Entries.FirstOrDefault(entry => !wanted.ContainsKey(entry.Name) && !MayBeLeft(entry.Name, checkpoint, model.Config));
        if (unknown is not null)
            throw new InvalidDataException($"{checkpoint.Path}: the configuration knows no tensor '{unknown.Name}' of shape [{string.Join(", ", unknown.Shape)}]; with it left out this would be another model.");
    }

    /// <summary>What a checkpoint may hold beside the parameters: scales, tables anyone can compute, copies, and blocks for predicting further ahead.</summary>
    private static bool MayBeLeft(string name, Checkpoint checkpoint, ModelConfig config)
        => IsScale(name, checkpoint)
            || name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal)
            || (name == "lm_head.weight" && config.TieWordEmbeddings)
            || LayerNumber(name) >= config.LayerCount;

    private static bool IsScale(string name, Checkpoint checkpoint)
        => name.EndsWith(BlockScaledWeights.ScaleSuffix, StringComparison.Ordinal)
            && checkpoint.TryGet(name[..^BlockScaledWeights.ScaleSuffix.Length], out TensorEntry? weight) && weight.Type == SafetensorsType.F8_E4M3;

    private static void RequireWeights(Checkpoint checkpoint, TensorEntry entry)
    {
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
