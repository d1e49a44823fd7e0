using System.Runtime.InteropServices;
using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;

namespace NotebookCourse.Benchmarks;

/// <summary>A DeepSeek-V3-shaped model of about 100 million random weights.</summary>
internal static class RandomModel
{
    public static ModelConfig Config { get; } = new()
    {
        Name = "random", Family = ModelFamily.DeepSeek, VocabularySize = 16_384, HiddenSize = 768, IntermediateSize = 2_048, LayerCount = 10,
        HeadCount = 12, KeyValueHeadCount = 12, HeadSize = 96, MaxPositions = 2_304, Rotary = new RotaryConfig(),
        Latent = new LatentAttentionConfig { QueryRank = 384, KeyValueRank = 256, ContentHeadSize = 64, RotaryHeadSize = 32, ValueHeadSize = 64 },
        Experts = new ExpertsConfig
        {
            RoutedCount = 16, SharedCount = 1, ExpertsPerToken = 4, IntermediateSize = 192, GroupCount = 4, GroupsKept = 2, Scale = 2.5,
            Scoring = RouterScoring.Sigmoid, Selection = ExpertSelection.BiasCorrected, Renormalise = true, DenseLayersFirst = 1,
        },
    };

    public static void Write(string folder, ModelConfig config)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), ModelConfigJsonWriter.Write(config));
        var random = new Random(1);
        SafetensorsWriter.WriteFolder(folder, Names(config).Select(tensor => new TensorToWrite(tensor.Name, SafetensorsType.F32, tensor.Shape, stream => Fill(stream, tensor.Name, tensor.Shape, random))));
    }

    private static void Fill(Stream stream, string name, long[] shape, Random random)
    {
        float[] row = new float[shape[^1]];
        for (long i = 0; i < shape.Aggregate(1L, (a, b) => a * b) / row.Length; i++)
        {
            for (int j = 0; j < row.Length; j++)
                row[j] = name.EndsWith("norm.weight", StringComparison.Ordinal) ? 1 : (float)(random.NextDouble() - 0.5) / MathF.Sqrt(row.Length);
            stream.Write(MemoryMarshal.AsBytes<float>(row));
        }
    }

    private static IEnumerable<(string Name, long[] Shape)> Names(ModelConfig config)
    {
        foreach (WeightTensor tensor in WeightTensors.Of(config))
        {
            long[] shape = tensor.Columns is { } columns ? [tensor.Rows, columns] : [tensor.Rows];
            bool inLayers = tensor.Name.StartsWith("self_attn", StringComparison.Ordinal) || tensor.Name.StartsWith("mlp", StringComparison.Ordinal) || tensor.Name.Contains("layernorm", StringComparison.Ordinal);
            bool isInside = tensor.Name.Contains("self_attn", StringComparison.Ordinal) || !tensor.Name.StartsWith("mlp", StringComparison.Ordinal);
            foreach (int layer in inLayers ? Enumerable.Range(0, config.LayerCount) : [-1])
            {
                bool experts = tensor.Name.Contains("gate.", StringComparison.Ordinal) || tensor.Name.Contains("expert", StringComparison.Ordinal);
                if (layer >= 0 && !isInside && experts != config.IsExpertLayer(layer))
                    continue;
                string name = layer < 0 ? tensor.Name is "lm_head.weight" ? tensor.Name : "model." + tensor.Name : $"model.layers.{layer}.{tensor.Name}";
                foreach (int expert in name.Contains(".*.", StringComparison.Ordinal) ? Enumerable.Range(0, config.Experts!.RoutedCount) : [0])
                    yield return (name.Replace(".*.", $".{expert}.", StringComparison.Ordinal), shape);
            }
        }
    }
}
