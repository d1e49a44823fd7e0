using NotebookCourse.Checkpoints;
using NotebookCourse.Models;

namespace NotebookCourse.Tests.Models;

/// <summary>Our model against what DeepSeek's own code computed.</summary>
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

    [Fact]
    public void A_saved_model_loads_the_same()
    {
        using var folder = new TemporaryFolder();
        using DeepSeekModel model = ModelFolder.Load(Reference("v3-yarn"));
        ModelFolder.Save(model, folder.Path);
        File.Copy(Path.Combine(Reference("v3-yarn"), "activations.safetensors"), Path.Combine(folder.Path, "activations.safetensors"));
        Assert.True(ReferenceComparison.Run(folder.Path).Max(difference => difference.Largest) < 2e-5);
    }

    private static string Reference(string folder) => Path.Combine(AppContext.BaseDirectory, "Models", "Reference", folder);
}
