using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;
using NotebookCourse.Text;
using NotebookCourse.Training;

namespace NotebookCourse.Inference;

/// <summary>Writes a model as a folder in Hugging Face's layout: config.json, safetensors, and its tokenizer.</summary>
public static class HuggingFaceExport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the folder; each file appears only when it is whole, config.json last.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">Made if it does not exist. Must hold no training.json: that describes another kind of folder.</param>
    /// <param name="type">F32 or BF16, of matrices; norms, biases and routers stay F32.</param>
    /// <exception cref="NotSupportedException">The model or the type has no place in such a folder; it is named.</exception>
    public static void Write(InferenceModel model, string folder, SafetensorsType type)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (type is not (SafetensorsType.F32 or SafetensorsType.BF16))
            throw new NotSupportedException($"A Hugging Face folder is written in F32 or BF16, not in {type}.");
        if (File.Exists(Path.Combine(folder, TrainedModels.ConfigFile)))
            throw new IOException($"'{folder}' holds a model trained here ({TrainedModels.ConfigFile}). Give another folder.");
        JsonObject config = Config(model);
        IEnumerable<TensorToWrite> tensors = model.DeepSeek is { } deepSeek ? DeepSeek(model.DeepSeekWeights!, deepSeek, type) : Dense(model, type);
        Directory.CreateDirectory(folder);
        SafetensorsWriter.WriteFolder(folder, tensors);
        WriteTokenizer(model.Tokenizer, folder);
        config["torch_dtype"] = type == SafetensorsType.F32 ? "float32" : "bfloat16";
        AtomicFile.WriteText(Path.Combine(folder, "config.json"), config.ToJsonString(Indented) + "\n");
    }

    private static JsonObject Config(InferenceModel model)
    {
        if (model.DeepSeek is { } deepSeek)
        {
            ModelConfig written = deepSeek with { Float8Weights = false, PredictionLayerCount = model.DeepSeekWeights!.Prediction is null ? 0 : deepSeek.PredictionLayerCount };
            return (JsonObject)JsonNode.Parse(ModelConfigJsonWriter.Write(written))!;
        }

        DenseConfig dense = model.Dense!;
        string architecture = GgufConfig.ArchitectureOf(dense);
        if (architecture == "gpt2")
            throw new NotSupportedException("A Hugging Face gpt2 folder keeps its matrices the other way round, which this engine does not read. Export as gguf instead.");
        return new JsonObject
        {
            ["architectures"] = new JsonArray(architecture == "llama" ? "LlamaForCausalLM" : "Qwen2ForCausalLM"),
            ["model_type"] = architecture,
            ["vocab_size"] = dense.VocabularySize,
            ["hidden_size"] = dense.HiddenSize,
            ["intermediate_size"] = dense.IntermediateSize,
            ["num_hidden_layers"] = dense.LayerCount,
            ["num_attention_heads"] = dense.HeadCount,
            ["num_key_value_heads"] = dense.KeyValueHeadCount,
            ["head_dim"] = dense.HeadSize,
            ["hidden_act"] = "silu",
            ["rms_norm_eps"] = dense.NormEpsilon,
            ["rope_theta"] = dense.RotaryTheta,
            ["max_position_embeddings"] = dense.MaxPositions,
            ["tie_word_embeddings"] = dense.TieWordEmbeddings,
        };
    }

    private static IEnumerable<TensorToWrite> DeepSeek(DeepSeekWeights weights, ModelConfig config, SafetensorsType type)
    {
        foreach (NamedWeight weight in NamedWeights.Of(weights, config.TieWordEmbeddings))
            yield return One(weight, type);
        string prediction = $"model.layers.{config.LayerCount}.";
        foreach (NamedWeight weight in weights.Prediction is { } module ? NamedWeights.Of(prediction, module) : [])
            yield return One(weight, type);
        foreach (var (layer, block) in weights.Blocks.Index())
            yield return Up($"model.layers.{layer}.", block, type);
        if (weights.Prediction is { } last)
            yield return Up(prediction, last.Block, type);
    }

    private static IEnumerable<TensorToWrite> Dense(InferenceModel model, SafetensorsType type)
    {
        DenseConfig config = model.Dense!;
        foreach (NamedWeight weight in NamedWeights.Of(model.DenseWeights!, config.TieWordEmbeddings))
        {
            bool rotated = weight.Name.Contains(".q_proj.", StringComparison.Ordinal) || weight.Name.Contains(".k_proj.", StringComparison.Ordinal);
            yield return config.RotaryNeighbours && rotated ? NeighboursToHalves(weight, config.HeadSize, type) : One(weight, type);
        }
    }

    private static TensorToWrite One(NamedWeight weight, SafetensorsType type)
    {
        if (weight.Vector is { } vector)
            return TensorToWrite.Of(weight.Name, [vector.Length], vector);
        Matrix matrix = weight.Matrix;
        SafetensorsType stored = weight.Name.EndsWith(".gate.weight", StringComparison.Ordinal) ? SafetensorsType.F32 : type;
        return new TensorToWrite(weight.Name, stored, [matrix.Rows, matrix.Columns], stream => WeightEncoder.Write(stream, matrix, TypeOf(stored)));
    }

    /// <summary>Keys and values of each head, one below the other: [head * (content + value), rank].</summary>
    private static TensorToWrite Up(string prefix, DeepSeekBlock block, SafetensorsType type)
    {
        LatentUp up = block.Attention.Up;
        int content = up.KeysByRank ? up.Keys[0].Columns : up.Keys[0].Rows, rank = up.Values[0].Columns;
        long rows = (long)up.Keys.Length * (content + up.Values[0].Rows);
        return new TensorToWrite($"{prefix}self_attn.kv_b_proj.weight", type, [rows, rank], stream =>
        {
            for (int head = 0; head < up.Keys.Length; head++)
            {
                if (up.KeysByRank)
                    WeightEncoder.Write(stream, GgufExport.Transposed(up.Keys[head]), TypeOf(type));
                else
                    WeightEncoder.Write(stream, up.Keys[head], TypeOf(type));
                WeightEncoder.Write(stream, up.Values[head], TypeOf(type));
            }
        });
    }

    private static TensorToWrite NeighboursToHalves(NamedWeight weight, int headSize, SafetensorsType type)
    {
        int rows = weight.Vector?.Length ?? weight.Matrix.Rows;
        int[] order = [.. Enumerable.Range(0, rows).Select(row => (row / headSize * headSize) + (row % headSize % (headSize / 2) * 2) + (row % headSize / (headSize / 2)))];
        if (weight.Vector is { } vector)
            return TensorToWrite.Of(weight.Name, [rows], order.Select(row => vector[row]).ToArray());
        Matrix matrix = weight.Matrix;
        return new TensorToWrite(weight.Name, type, [matrix.Rows, matrix.Columns], stream =>
        {
            foreach (int row in order)
                WeightEncoder.Write(stream, matrix.Slice(row, 1), TypeOf(type));
        });
    }

    private static GgufType TypeOf(SafetensorsType type) => type == SafetensorsType.BF16 ? GgufType.BF16 : GgufType.F32;

    /// <summary>The tokenizer in this library's own form, and byte-pair ones in Hugging Face's tokenizer.json, too.</summary>
    private static void WriteTokenizer(ITokenizer? tokenizer, string folder)
    {
        foreach (string file in new[] { TrainedModels.CharactersFile, TrainedModels.BpeFile, "tokenizer.json" })
            File.Delete(Path.Combine(folder, file)); // of a model that was here before
        if (tokenizer is CharacterTokenizer characters)
        {
            IEnumerable<string> all = Enumerable.Range(0, characters.VocabularySize).Select(id => characters.Alphabet[id]);
            AtomicFile.WriteText(Path.Combine(folder, TrainedModels.CharactersFile), JsonSerializer.Serialize(all));
        }

        if (tokenizer is not BpeTokenizer bpe)
            return;
        TokenizerFile.Save(bpe, Path.Combine(folder, TrainedModels.BpeFile));
        AtomicFile.WriteText(Path.Combine(folder, "tokenizer.json"), TokenizerJson.Of(bpe.Vocabulary).ToJsonString(Indented) + "\n");
    }
}
