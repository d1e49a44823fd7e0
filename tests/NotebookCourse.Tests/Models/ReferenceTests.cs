using NotebookCourse.Checkpoints;
using NotebookCourse.Models;
using NotebookCourse.Precision;
using NotebookCourse.Tests.Support;
using TorchSharp;

namespace NotebookCourse.Tests.Models;

/// <summary>Our model against what DeepSeek's own code computed.</summary>
[Collection(OneTorch.Name)]
public sealed class ReferenceTests
{
    public static TheoryData<string> Folders => ["v3-sigmoid-groups", "v2-softmax-noqlora", "v3-yarn"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_recorded_tensor_agrees_in_every_reading(string folder)
    {
        IReadOnlyList<ReferenceDifference> differences = ReferenceComparison.Run(Reference(folder));
        Assert.Equal(17, differences.Count);
        Assert.All(differences, difference => Assert.True(difference.Largest < 2e-5, $"{difference.Name}: {string.Join(" ", difference.Relative)}"));
        Assert.Equal("logits", differences[^1].Name);
    }

    [Fact]
    public void Another_model_is_told_apart()
    {
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(Reference("v3-sigmoid-groups")))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        string config = Path.Combine(folder.Path, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"routed_scaling_factor\": 2.5", "\"routed_scaling_factor\": 2.4"));
        Assert.True(ReferenceComparison.Run(folder.Path).Max(difference => difference.Largest) > 1e-3);

        File.WriteAllText(config, File.ReadAllText(config).Replace("\"hidden_size\": 64", "\"hidden_size\": 72"));
        Assert.Contains("[97, 64], the configuration asks for [97, 72]", Assert.Throws<InvalidDataException>(() => ReferenceComparison.Run(folder.Path)).Message);
    }

    [Theory]
    [InlineData("\"vocab_size\": 97", "\"vocab_size\": 16000000", "[97, 64], the configuration asks for [16000000, 64]")]
    [InlineData("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 100000", "there is no tensor 'model.layers.99999.input_layernorm.weight'")]
    [InlineData("\"n_routed_experts\": 16", "\"n_routed_experts\": 16000000", "there is no tensor 'model.layers.1.mlp.experts.15999999.gate_proj.weight'")]
    [InlineData("\"qk_rope_head_dim\": 8", "\"qk_rope_head_dim\": 16000000", "'model.layers.0.self_attn.kv_a_proj_with_mqa.weight' has shape")]
    [InlineData("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2", "knows no tensor 'model.layers.2.")]
    public void A_configuration_that_does_not_fit_the_weights_is_refused_before_it_takes_memory(string from, string to, string expected)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Reference("v3-sigmoid-groups"), "model.safetensors"), Path.Combine(folder.Path, "model.safetensors"));
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), File.ReadAllText(Path.Combine(Reference("v3-sigmoid-groups"), "config.json")).Replace(from, to));
        TensorAssert.LeavesBehind(0, () =>
            Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => ModelFolder.Load(folder.Path)).Message));
    }

    [Fact]
    public void Loading_and_comparing_leave_nothing_behind()
    {
        TensorAssert.LeavesBehind(0, () => ModelFolder.Load(Reference("v3-sigmoid-groups")).Dispose());
        TensorAssert.LeavesBehind(0, () => ReferenceComparison.Run(Reference("v3-yarn")));
    }

    [Fact]
    public void A_saved_model_loads_the_same()
    {
        using var folder = new TemporaryFolder();
        using DeepSeekModel model = ModelFolder.Load(Reference("v3-yarn"));
        ModelFolder.Save(model, folder.Path);
        File.Copy(Path.Combine(Reference("v3-yarn"), "activations.safetensors"), Path.Combine(folder.Path, "activations.safetensors"));
        Assert.True(ReferenceComparison.Run(folder.Path).Max(difference => difference.Largest) < 2e-5);
    }

    [Theory]
    [InlineData("v3-sigmoid-groups")]
    [InlineData("v2-softmax-noqlora")]
    public void Weights_in_eight_and_sixteen_bits_are_those_they_stand_for(string name)
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        using DeepSeekModel model = ModelFolder.Load(Reference(name));
        using var noGradients = torch.no_grad();
        SafetensorsWriter.WriteFolder(folder.Path, model.state_dict().SelectMany(pair => Small(pair.Key, pair.Value)));
        File.Copy(Path.Combine(Reference(name), "config.json"), Path.Combine(folder.Path, "config.json"));
        using DeepSeekModel small = ModelFolder.Load(folder.Path);
        foreach (var (tensor, weights) in model.state_dict())
            weights.copy_(tensor.EndsWith("_proj.weight") ? Blockwise(weights) : weights.to(torch.ScalarType.BFloat16).to(torch.ScalarType.Float32));
        torch.Tensor tokens = Seeded.Tokens(1, 97, 2, 9);
        TensorAssert.Close(model.forward(tokens), small.forward(tokens), 1e-5);
    }

    [Fact]
    public void Weights_that_cannot_be_read_as_weights_are_refused()
    {
        using DeepSeekModel model = ModelFolder.Load(Reference("v3-sigmoid-groups"));
        const string Name = "model.layers.0.self_attn.o_proj.weight", Norm = "model.norm.weight";
        int size = (int)model.state_dict()[Name].numel();
        Assert.Contains("no block scales 'model.layers.0.self_attn.o_proj.weight_scale_inv'", Message(Name, TensorToWrite.Of(Name, SafetensorsType.F8_E4M3, [64, 40], new byte[size])));
        Assert.Contains("not a type for weights", Message(Name, TensorToWrite.Of(Name, SafetensorsType.I64, [64, 40], new byte[size * 8])));
        Assert.Contains($"knows no tensor '{Norm}_scale_inv'", Message(
            Norm, TensorToWrite.Of(Norm, [64], new float[64]), TensorToWrite.Of(Norm + "_scale_inv", [1, 1], new float[1])));

        string Message(string name, params TensorToWrite[] instead)
        {
            using var folder = new TemporaryFolder();
            SafetensorsWriter.WriteFolder(folder.Path, model.state_dict().Where(pair => pair.Key != name).Select(pair => CheckpointTensors.ToWrite(pair.Key, pair.Value)).Concat(instead));
            File.Copy(Path.Combine(Reference("v3-sigmoid-groups"), "config.json"), Path.Combine(folder.Path, "config.json"));
            return Assert.Throws<InvalidDataException>(() => ModelFolder.Load(folder.Path)).Message;
        }
    }

    [Theory]
    [InlineData(new long[] { 9 })]
    [InlineData(new long[] { 0, 9 })]
    [InlineData(new long[] { 1, 3, 3 })]
    public void An_input_that_is_no_batch_of_tokens_is_refused(long[] shape)
    {
        using var folder = new TemporaryFolder();
        foreach (string file in new[] { "config.json", "model.safetensors" })
            File.Copy(Path.Combine(Reference("v3-sigmoid-groups"), file), Path.Combine(folder.Path, file));
        using torch.Tensor tokens = torch.zeros(shape, torch.ScalarType.Int64);
        SafetensorsWriter.Write(Path.Combine(folder.Path, "activations.safetensors"), [CheckpointTensors.ToWrite("tokens", tokens)]);
        Assert.Contains("expected Int64 [batch, position]", Assert.Throws<InvalidDataException>(() => ReferenceComparison.Run(folder.Path)).Message);
    }

    private static IEnumerable<TensorToWrite> Small(string name, torch.Tensor weights)
        => name.EndsWith("_proj.weight")
            ? BlockScaledWeights.ToWrite(name, (int)weights.shape[0], (int)weights.shape[1], weights.data<float>().ToArray())
            : [CheckpointTensors.ToWrite(name, weights.to(torch.ScalarType.BFloat16))];

    // Smaller than a block, so that one scale serves the whole matrix; the format's scalar code, element by element.
    private static torch.Tensor Blockwise(torch.Tensor weights)
    {
        float[] values = weights.data<float>().ToArray();
        float scale = values.Max(Math.Abs) / 448;
        return torch.tensor([.. values.Select(value => Float8Format.E4M3.Decode(Float8Format.E4M3.Encode(value * (1 / scale))) * scale)], weights.shape);
    }

    private static string Reference(string folder) => Path.Combine(AppContext.BaseDirectory, "Models", "Reference", folder);
}
