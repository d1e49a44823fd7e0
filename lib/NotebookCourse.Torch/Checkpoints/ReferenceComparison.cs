using NotebookCourse.Attention;
using NotebookCourse.Layers;
using NotebookCourse.Models;
using static TorchSharp.torch;

namespace NotebookCourse.Checkpoints;

/// <summary>
/// Compares a model with what another implementation computed: a folder with <c>config.json</c>, <c>model.safetensors</c>, and the recorded results in
/// <c>activations.safetensors</c>, whose <c>tokens</c> [batch, position] are the input.
/// </summary>
public static class ReferenceComparison
{
    /// <summary>The ways the model reads the tokens; each must give the same results.</summary>
    public static IReadOnlyList<string> Readings { get; } = ["prefill naive", "prefill absorbed", "decode naive", "decode absorbed"];

    /// <summary>Runs the model in every way, and compares every recorded tensor.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>One line for each recorded tensor, in the order of the model.</returns>
    /// <exception cref="InvalidDataException">The folder does not fit together, or a recorded tensor is not something the model computes.</exception>
    public static IReadOnlyList<ReferenceDifference> Run(string folder)
    {
        using Checkpoint reference = Checkpoint.Open(Path.Combine(folder, "activations.safetensors"));
        using DeepSeekModel model = ModelFolder.Load(folder);
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        if (!reference.Contains("tokens"))
            throw new InvalidDataException($"{reference.Path}: there is no tensor 'tokens'; expected the Int64 input [batch, position].");
        if (reference["tokens"] is not { Type: SafetensorsType.I64 or SafetensorsType.I32, Shape: [> 0, > 0] })
            throw new InvalidDataException($"{reference.Path}: {reference["tokens"]} is not the input; expected Int64 [batch, position], each at least 1.");
        Tensor tokens = reference.ReadTensor("tokens").to(ScalarType.Int64);
        Dictionary<string, Tensor>[] results =
        [
            Prefill(model, tokens, LatentForm.Naive),
            Prefill(model, tokens, LatentForm.Absorbed),
            Decode(model, tokens, LatentForm.Naive),
            Decode(model, tokens, LatentForm.Absorbed),
        ];
        string[] recorded = [.. reference.Entries.Select(entry => entry.Name).Where(name => name != "tokens")];
        string[] order = [.. results[0].Keys];
        string? unknown = recorded.FirstOrDefault(name => !results[0].ContainsKey(name));
        if (unknown is not null)
            throw new InvalidDataException($"{reference.Path}: '{unknown}' is not something this model computes. It computes: {string.Join(", ", order)}.");
        return [.. recorded.OrderBy(name => Array.IndexOf(order, name))
            .Select(name => new ReferenceDifference(name, [.. results.Select(result => Difference(name, result, reference))]))];
    }

    private static Dictionary<string, Tensor> Prefill(DeepSeekModel model, Tensor tokens, LatentForm form)
        => Read(model, tokens, 0, new ForwardOptions { Form = form });

    private static Dictionary<string, Tensor> Decode(DeepSeekModel model, Tensor tokens, LatentForm form)
    {
        using ModelCache cache = model.NewCache(form);
        Dictionary<string, Tensor>[] steps = [.. Enumerable.Range(0, (int)tokens.shape[1])
            .Select(position => Read(model, tokens.narrow(1, position, 1), position, new ForwardOptions { Cache = cache }))];
        return steps[0].Keys.ToDictionary(name => name, name => cat([.. steps.Select(step => step[name])], PositionDimension(name)));
    }

    /// <summary>Everything one call computes, with the router's results unfolded to [batch, position, chosen], and the rotary tables [position, pair].</summary>
    private static Dictionary<string, Tensor> Read(DeepSeekModel model, Tensor tokens, long start, ForwardOptions options)
    {
        var results = new Dictionary<string, Tensor>();
        RotaryAngles angles = model.Decoder.Angles(start, tokens.shape[1]);
        (results["rope.cos"], results["rope.sin"]) = (angles.Cosine, angles.Sine);
        using var recording = new Recording(IsComparable);
        model.forward(tokens, options with { Probe = recording.Probe }).Dispose();
        foreach (string name in recording.Names)
        {
            Tensor value = recording[name].clone();
            results[name] = name.Contains(".router.") ? value.view(tokens.shape[0], tokens.shape[1], -1) : value;
        }

        return results;
    }

    // Attention's own weights differ in shape from step to step.
    private static bool IsComparable(string name) => !name.EndsWith(".weights", StringComparison.Ordinal) || name.Contains(".router.");

    private static int PositionDimension(string name) => name.StartsWith("rope.", StringComparison.Ordinal) ? 0 : 1;

    private static double Difference(string name, Dictionary<string, Tensor> results, Checkpoint reference)
    {
        Tensor actual = results[name], expected = reference.ReadTensor(name);
        if (!actual.shape.SequenceEqual(expected.shape))
            throw new InvalidDataException($"{reference.Path}: '{name}' has shape {Shape.Of(expected)}, the model computes {Shape.Of(actual)}.");
        if (name.EndsWith(".router.indices", StringComparison.Ordinal))
            return actual.sort(-1).Values.eq(expected.to(ScalarType.Int64).sort(-1).Values).all().item<bool>() ? 0 : 1;
        if (name.EndsWith(".router.weights", StringComparison.Ordinal))
        {
            string indices = name.Replace(".weights", ".indices");
            if (!reference.Contains(indices))
                throw new InvalidDataException($"{reference.Path}: '{name}' is there without '{indices}', which says whose weights they are.");
            actual = actual.gather(-1, results[indices].argsort(-1));
            expected = expected.gather(-1, reference.ReadTensor(indices).to(ScalarType.Int64).argsort(-1));
        }

        return Relative(actual.to(ScalarType.Float64), expected.to(ScalarType.Float64));
    }

    /// <summary>Largest difference over largest reference value; infinite where anything is not a number.</summary>
    private static double Relative(Tensor actual, Tensor expected)
    {
        double difference = (actual - expected).abs().max().item<double>(), size = expected.abs().max().item<double>();
        if (!double.IsFinite(difference) || !double.IsFinite(size))
            return double.PositiveInfinity;
        return difference == 0 ? 0 : difference / size;
    }
}

/// <summary>How far a recorded tensor is from what the model computes.</summary>
/// <param name="Name">The tensor.</param>
/// <param name="Relative">For each of <see cref="ReferenceComparison.Readings"/>: largest difference over largest reference value; for router indices, 0 where the sets are equal and 1 where any differs.</param>
public sealed record ReferenceDifference(string Name, IReadOnlyList<double> Relative)
{
    /// <summary>The largest over the readings.</summary>
    public double Largest => Relative.Max();
}
