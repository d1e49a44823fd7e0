using System.Runtime.InteropServices;
using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;

namespace NotebookCourse.Inference;

/// <summary>Writes a model as a GGUF file.</summary>
public static class GgufExport
{
    private const string Quantization = "general.quantization_version";

    /// <summary>Writes the file; it appears only when it is whole.</summary>
    /// <param name="model">The model. Multi-token prediction is left out: llama.cpp's architecture has no place for it.</param>
    /// <param name="path">The file, usually named .gguf; replaced if it exists.</param>
    /// <param name="type">F32, BF16 or Q8_0, of matrices; norms, biases and routers stay F32.</param>
    /// <exception cref="NotSupportedException">The model has something GGUF files have no place for; it is named.</exception>
    public static void Write(InferenceModel model, string path, GgufType type)
    {
        ArgumentNullException.ThrowIfNull(model);
        string architecture = model.DeepSeek is not null ? "deepseek2" : GgufConfig.ArchitectureOf(model.Dense!);
        List<GgufTensorToWrite> tensors = [.. model.DeepSeek is { } config ? DeepSeek(model, config, type) : Dense(model, model.Dense!, architecture, type)];
        List<KeyValuePair<string, object>> metadata =
        [
            new("general.architecture", architecture),
            new("general.type", "model"),
            new("general.name", model.Name),
            new("general.size_label", SizeLabel(tensors.Sum(tensor => tensor.Shape.Aggregate(1L, (product, size) => product * size)))),
            new("general.alignment", GgufFile.DefaultAlignment),
            new("general.file_type", type switch { GgufType.F32 => 0u, GgufType.Q8_0 => 7u, _ => 32u }),
            new(Quantization, 2u),
            .. model.DeepSeek is not null ? GgufConfig.Of(model.DeepSeek) : GgufConfig.Of(model.Dense!, architecture),
            .. model.Tokenizer is null ? [new("tokenizer.ggml.model", "no_vocab")] : GgufTokenizer.Of(model.Tokenizer, model.VocabularySize),
        ];
        GgufWriter.Write(path, metadata, tensors);
    }

    private static IEnumerable<GgufTensorToWrite> DeepSeek(InferenceModel model, ModelConfig config, GgufType type)
    {
        DeepSeekWeights weights = model.DeepSeekWeights!;
        List<NamedWeight> all = [.. NamedWeights.Of(weights, tied: false)]; // some loaders miss a head of its own
        foreach (NamedWeight weight in all.Where(weight => GgufNames.Of(weight.Name).Expert < 0))
            yield return One(weight, type);
        foreach (var expert in all.Where(weight => GgufNames.Of(weight.Name).Expert >= 0).GroupBy(weight => GgufNames.Of(weight.Name).Name))
            yield return Stacked(expert.Key, [.. expert.Select(weight => weight.Matrix)], type);
        foreach (var (layer, block) in weights.Blocks.Index())
        {
            LatentUp up = block.Attention.Up;
            yield return up.KeysByRank ? Stacked($"blk.{layer}.attn_k_b.weight", up.Keys, type) : Turned($"blk.{layer}.attn_k_b.weight", up.Keys, type);
            yield return Stacked($"blk.{layer}.attn_v_b.weight", up.Values, type);
            foreach (GgufTensorToWrite zero in block.Experts is { Shared: null } ? ZeroExpert(layer, config) : [])
                yield return zero;
        }
    }

    private static IEnumerable<GgufTensorToWrite> ZeroExpert(int layer, ModelConfig config)
    {
        int inner = config.Experts!.IntermediateSize, hidden = config.HiddenSize;
        foreach (var (name, rows, columns) in new[] { ("gate", inner, hidden), ("up", inner, hidden), ("down", hidden, inner) })
            yield return new($"blk.{layer}.ffn_{name}_shexp.weight", GgufType.F32, [rows, columns], stream => stream.Write(new byte[4L * rows * columns]));
    }

    private static IEnumerable<GgufTensorToWrite> Dense(InferenceModel model, DenseConfig config, string architecture, GgufType type)
    {
        bool turn = architecture == "llama" && !config.RotaryNeighbours;
        if (architecture == "qwen2" && config.RotaryNeighbours)
            throw new NotSupportedException("llama.cpp's architecture qwen2 turns halves, this model turns neighbours.");
        foreach (NamedWeight weight in NamedWeights.Of(model.DenseWeights!, config.TieWordEmbeddings))
        {
            bool rotated = weight.Name.Contains(".q_proj.", StringComparison.Ordinal) || weight.Name.Contains(".k_proj.", StringComparison.Ordinal);
            if (turn && rotated)
                yield return HalvesToNeighbours(weight, config.HeadSize, type);
            else if (architecture != "gpt2" || !(rotated || weight.Name.Contains(".v_proj.", StringComparison.Ordinal)))
                yield return One(weight, type);
        }

        foreach (var (layer, block) in architecture == "gpt2" ? model.DenseWeights!.Blocks.Index() : [])
        {
            foreach (GgufTensorToWrite tensor in Gpt2(layer, block, config, type))
                yield return tensor;
        }

        if (architecture == "gpt2" && !config.NormBias)
            yield return Zeros("output_norm.bias", config.HiddenSize);
    }

    /// <summary>What GPT-2 files have and the course's models may not: query, key and value in one matrix, and biases, here zeros.</summary>
    private static IEnumerable<GgufTensorToWrite> Gpt2(int layer, DenseBlock block, DenseConfig config, GgufType type)
    {
        string prefix = $"blk.{layer}.";
        Matrix[] parts = [block.Query.Weight, block.Key.Weight, block.Value.Weight];
        GgufType stored = WeightEncoder.TypeFor(type, config.HiddenSize);
        yield return new GgufTensorToWrite(prefix + "attn_qkv.weight", stored, [3L * config.HiddenSize, config.HiddenSize], stream =>
        {
            foreach (Matrix part in parts)
                WeightEncoder.Write(stream, part, stored);
        });
        float[]?[] biases = [block.Query.Bias, block.Key.Bias, block.Value.Bias];
        yield return Vector(prefix + "attn_qkv.bias", [.. biases.SelectMany(bias => bias ?? new float[config.HiddenSize])]);
        if (!config.AttentionOutputBias)
            yield return Zeros(prefix + "attn_output.bias", config.HiddenSize);
        if (!config.FeedForwardBias)
        {
            yield return Zeros(prefix + "ffn_up.bias", config.IntermediateSize);
            yield return Zeros(prefix + "ffn_down.bias", config.HiddenSize);
        }

        if (config.NormBias)
            yield break;
        yield return Zeros(prefix + "attn_norm.bias", config.HiddenSize);
        yield return Zeros(prefix + "ffn_norm.bias", config.HiddenSize);
    }

    private static GgufTensorToWrite One(NamedWeight weight, GgufType type)
    {
        string name = GgufNames.Of(weight.Name).Name;
        if (weight.Vector is { } vector)
            return Vector(name, vector);
        Matrix matrix = weight.Matrix;
        GgufType stored = name.Contains("ffn_gate_inp.", StringComparison.Ordinal) ? GgufType.F32 : WeightEncoder.TypeFor(type, matrix.Columns);
        return new GgufTensorToWrite(name, stored, [matrix.Rows, matrix.Columns], stream => WeightEncoder.Write(stream, matrix, stored));
    }

    private static GgufTensorToWrite Stacked(string name, Matrix[] matrices, GgufType type)
    {
        GgufType stored = WeightEncoder.TypeFor(type, matrices[0].Columns);
        return new GgufTensorToWrite(name, stored, [matrices.Length, matrices[0].Rows, matrices[0].Columns], stream =>
        {
            foreach (Matrix matrix in matrices)
                WeightEncoder.Write(stream, matrix, stored);
        });
    }

    /// <summary>Each matrix the other way round, rows for columns.</summary>
    private static GgufTensorToWrite Turned(string name, Matrix[] matrices, GgufType type)
    {
        GgufType stored = WeightEncoder.TypeFor(type, matrices[0].Rows);
        return new GgufTensorToWrite(name, stored, [matrices.Length, matrices[0].Columns, matrices[0].Rows], stream =>
        {
            foreach (Matrix matrix in matrices)
                WriteRows(stream, Transposed(matrix), matrix.Rows, stored);
        });
    }

    /// <summary>
    /// llama.cpp turns neighbours in Llama models, (0,1), (2,3), ...; Hugging Face and the course turn one half with the other. Taking the rows of a
    /// head in another order makes one the other.
    /// </summary>
    private static GgufTensorToWrite HalvesToNeighbours(NamedWeight weight, int headSize, GgufType type)
    {
        string name = GgufNames.Of(weight.Name).Name;
        int rows = weight.Vector?.Length ?? weight.Matrix.Rows;
        int[] order = [.. Enumerable.Range(0, rows).Select(row => (row / headSize * headSize) + (row % headSize / 2) + (row % 2 * headSize / 2))];
        if (weight.Vector is { } vector)
            return Vector(name, [.. order.Select(row => vector[row])]);
        Matrix matrix = weight.Matrix;
        GgufType stored = WeightEncoder.TypeFor(type, matrix.Columns);
        return new GgufTensorToWrite(name, stored, [matrix.Rows, matrix.Columns], stream =>
        {
            foreach (int row in order)
                WeightEncoder.Write(stream, matrix.Slice(row, 1), stored);
        });
    }

    private static GgufTensorToWrite Vector(string name, float[] values)
        => new(name, GgufType.F32, [values.Length], stream => stream.Write(MemoryMarshal.AsBytes<float>(values)));

    private static GgufTensorToWrite Zeros(string name, int length) => Vector(name, new float[length]);

    internal static unsafe float[] Floats(in Matrix matrix)
    {
        float[] values = new float[(long)matrix.Rows * matrix.Columns];
        fixed (float* destination = values)
        {
            for (int row = 0; row < matrix.Rows; row++)
                Kernels.Best.Decode(matrix, row, destination + ((long)row * matrix.Columns));
        }

        return values;
    }

    private static void WriteRows(Stream stream, float[] values, int columns, GgufType type)
    {
        for (int at = 0; at < values.Length; at += columns)
            WeightEncoder.Write(stream, values.AsSpan(at, columns), type);
    }

    private static string SizeLabel(long weights) => weights switch
    {
        >= 1_000_000_000 => FormattableString.Invariant($"{weights / 1e9:0.#}B"),
        >= 1_000_000 => FormattableString.Invariant($"{weights / 1e6:0.#}M"),
        _ => FormattableString.Invariant($"{weights / 1e3:0.#}K"),
    };

    internal static float[] Transposed(in Matrix matrix)
    {
        float[] values = Floats(matrix), turned = new float[values.Length];
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int column = 0; column < matrix.Columns; column++)
                turned[(column * matrix.Rows) + row] = values[(row * matrix.Columns) + column];
        }

        return turned;
    }
}
