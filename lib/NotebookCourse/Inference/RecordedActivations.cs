using NotebookCourse.Checkpoints;

namespace NotebookCourse.Inference;

/// <summary>
/// Compares this engine with what another implementation computed: a folder with <c>config.json</c>, <c>model.safetensors</c>, and the
/// recorded results in <c>activations.safetensors</c>, whose <c>tokens</c> [batch, position] are the input.
/// </summary>
public static class RecordedActivations
{
    /// <summary>The ways the model reads the tokens; each must give the same results.</summary>
    public static IReadOnlyList<string> Readings { get; } = ["prefill expanded", "prefill absorbed", "decode expanded", "decode absorbed"];

    /// <summary>Runs the model in every way, and compares every recorded tensor.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>For each recorded tensor, in the order of the model, the largest difference over the largest recorded value, for each of <see cref="Readings"/>; for router indices, 0 where the sets are equal and 1 where any differs.</returns>
    /// <exception cref="InvalidDataException">The folder does not fit together, or a recorded tensor is not something the model computes.</exception>
    public static IReadOnlyList<(string Name, double[] Relative)> Compare(string folder)
    {
        using Checkpoint recorded = Checkpoint.Open(Path.Combine(folder, "activations.safetensors"));
        using InferenceModel model = InferenceModel.Load(folder);
        if (model.DeepSeek is null)
            throw new InvalidDataException($"{folder}: the model is no DeepSeek model; recorded activations are compared for those only.");
        int[][] tokens = Tokens(recorded);
        var results = Readings.Select((_, reading) => Read(model, tokens, (AttentionForm)(1 - (reading % 2)), oneByOne: reading >= 2)).ToList();
        List<string> order = [.. results[0].Keys];
        List<string> names = [.. recorded.Entries.Select(entry => entry.Name).Where(name => name != "tokens")];
        if (names.FirstOrDefault(name => !results[0].ContainsKey(name)) is { } unknown)
            throw new InvalidDataException($"{recorded.Path}: '{unknown}' is not something this model computes. It computes: {string.Join(", ", order)}.");
        return [.. names.OrderBy(order.IndexOf).Select(name => (name, results.Select(result => Difference(name, result, recorded)).ToArray()))];
    }

    private static int[][] Tokens(Checkpoint recorded)
    {
        if (!recorded.TryGet("tokens", out TensorEntry? entry))
            throw new InvalidDataException($"{recorded.Path}: there is no tensor 'tokens'; expected the Int64 input [batch, position].");
        if (entry is not { Type: SafetensorsType.I64 or SafetensorsType.I32, Shape: [> 0, > 0] })
            throw new InvalidDataException($"{recorded.Path}: {entry} is not the input; expected Int64 [batch, position], each at least 1.");
        int[] all = [.. entry.Type == SafetensorsType.I64 ? recorded.ReadInt64s("tokens").Select(id => (int)Math.Clamp(id, -1, int.MaxValue)) : recorded.ReadFloats("tokens").Select(id => (int)id)];
        return [.. all.Chunk((int)entry.Shape[1])];
    }

    /// <summary>Everything the model computes for all texts, one after another: [batch, position, ...]; the rotary tables once.</summary>
    private static Dictionary<string, List<float>> Read(InferenceModel model, int[][] texts, AttentionForm form, bool oneByOne)
    {
        var results = new Dictionary<string, List<float>>();
        foreach (int[] text in texts)
        {
            bool first = ReferenceEquals(text, texts[0]);
            using var session = (DeepSeekSession)model.NewSession(text.Length);
            session.Form = form;
            session.Probe = (layer, name, values) =>
            {
                string full = layer < 0 ? name : $"layers.{layer}.{name}";
                if (!results.TryGetValue(full, out List<float>? all))
                    results.Add(full, all = []);
                if (first || !name.StartsWith("rope.", StringComparison.Ordinal))
                    all.AddRange(values);
            };
            foreach (int[] part in oneByOne ? text.Chunk(1) : [text])
                session.LogitsOfAll(part);
        }

        return results;
    }

    private static double Difference(string name, Dictionary<string, List<float>> results, Checkpoint recorded)
    {
        float[] expected = recorded.ReadFloats(name), actual = [.. results[name]];
        if (actual.Length != expected.Length)
            throw new InvalidDataException($"{recorded.Path}: {recorded[name]} has {expected.Length} elements, the model computes {actual.Length}.");
        if (name.EndsWith(".router.indices", StringComparison.Ordinal) || name.EndsWith(".router.weights", StringComparison.Ordinal))
        {
            string indices = name[..name.LastIndexOf('.')] + ".indices";
            if (!recorded.Contains(indices))
                throw new InvalidDataException($"{recorded.Path}: '{name}' is there without '{indices}', which says whose weights they are.");
            int perToken = (int)recorded[name].Shape[^1];
            (actual, expected) = (Sorted(actual, [.. results[indices]], perToken), Sorted(expected, recorded.ReadFloats(indices), perToken));
            if (name == indices)
                return actual.SequenceEqual(expected) ? 0 : 1;
        }

        return Relative(actual, expected);
    }

    /// <summary>Each token's values in the order of its experts.</summary>
    private static float[] Sorted(float[] values, float[] experts, int perToken)
        => [.. values.Zip(experts).Chunk(perToken).SelectMany(token => token.OrderBy(pair => pair.Second).Select(pair => pair.First))];

    private static double Relative(float[] actual, float[] expected)
    {
        double difference = 0, size = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double apart = Math.Abs((double)actual[i] - expected[i]);
            if (!double.IsFinite(apart))
                return double.PositiveInfinity;
            (difference, size) = (Math.Max(difference, apart), Math.Max(size, Math.Abs(expected[i])));
        }

        return difference == 0 ? 0 : difference / size;
    }
}
