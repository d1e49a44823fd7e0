using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;
using NotebookCourse.Models;
using NotebookCourse.Sampling;
using NotebookCourse.Training;
using TorchSharp;

namespace NotebookCourse.Tests.Inference;

/// <summary>The plain engine against DeepSeek's recorded values and against the torch models.</summary>
public sealed class EngineTests
{
    public static TheoryData<string> Shapes => [.. RandomModels.All.Keys];

    [Theory]
    [InlineData("v3-sigmoid-groups")]
    [InlineData("v2-softmax-noqlora")]
    [InlineData("v3-yarn")]
    public void Every_recorded_tensor_agrees_in_every_reading(string folder)
    {
        IReadOnlyList<(string Name, double[] Relative)> differences = RecordedActivations.Compare(Path.Combine(AppContext.BaseDirectory, "Models", "Reference", folder));
        Assert.Equal(17, differences.Count);
        Assert.All(differences, difference => Assert.True(difference.Relative.Max() < 1e-5, $"{difference.Name}: {string.Join(" ", difference.Relative)}"));
        Assert.Equal("logits", differences[^1].Name);
        Assert.All(differences, difference => Assert.Equal(RecordedActivations.Readings.Count, difference.Relative.Length));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_model_of_any_shape_computes_what_torch_computes(string shape)
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        using DeepSeekModel model = RandomModels.Make(shape);
        ModelFolder.Save(model, folder.Path);
        AssertAgrees(model, folder.Path, 2e-5);
    }

    [Theory]
    [InlineData("plain", torch.ScalarType.BFloat16)]
    [InlineData("plain", torch.ScalarType.Float16)]
    [InlineData("odd sizes", torch.ScalarType.BFloat16)]
    [InlineData("odd sizes", torch.ScalarType.Float16)]
    [InlineData("plain", torch.ScalarType.Byte)]
    [InlineData("odd sizes", torch.ScalarType.Byte)]
    [InlineData("larger than a block", torch.ScalarType.Byte)]
    public void Small_numbers_are_multiplied_as_they_are_stored(string shape, torch.ScalarType type)
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        using DeepSeekModel model = RandomModels.Make(shape);
        SafetensorsWriter.WriteFolder(folder.Path, model.state_dict().SelectMany(pair => Small(pair.Key, pair.Value, type)));
        File.WriteAllText(Path.Combine(folder.Path, "config.json"), ModelConfigJsonWriter.Write(model.Config));
        using DeepSeekModel stored = ModelFolder.Load(folder.Path);
        AssertAgrees(stored, folder.Path, 2e-5);
    }

    [Theory]
    [InlineData("tiny-v3")]
    [InlineData("tiny-gpt")]
    [InlineData("nano-char")]
    public void The_course_s_own_models_run(string name)
    {
        using var scope = torch.NewDisposeScope();
        using SavedModel saved = SavedModel.Load(name);
        using InferenceModel model = InferenceModel.Load(name);
        Assert.Equal(saved.Model.MaxPositions, model.ContextLength);
        Assert.Equal(saved.Tokenizer.Encode("Call me Ishmael."), model.Tokenizer!.Encode("Call me Ishmael."));
        AssertAgrees(saved.Model, model, 2e-5);
    }

    [Fact]
    public void Guesses_are_those_of_the_prediction_module()
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        using DeepSeekModel torchModel = RandomModels.Make("predicts");
        ModelFolder.Save(torchModel, folder.Path);
        using InferenceModel model = InferenceModel.Load(folder.Path);
        int[] tokens = Tokens(150, 97);
        torch.Tensor input = Tensor(tokens), hidden = torchModel.Decoder.forward(input);
        float[] expected = [.. PredictionLoss.Logits(torchModel, input, hidden)[0].data<float>()]; // position i: after token i + 1

        using InferenceSession session = model.NewSession(drafts: true);
        Assert.True(session.Drafts);
        session.Read(tokens.AsSpan(0, 140));
        AssertClose(Row(expected, 139), session.Draft(tokens[140]), 2e-5);
        session.Read(tokens.AsSpan(140, 9));
        AssertClose(Row(expected, 148), session.Draft(tokens[149]), 2e-5);
        session.Draft((tokens[149] + 1) % 97);                     // another guess leaves nothing behind
        session.Truncate(100);
        AssertClose(Row(expected, 99), session.Draft(tokens[100]), 2e-5);
        session.Read(tokens.AsSpan(100, 2));
        AssertClose(Row(expected, 101), session.Draft(tokens[102]), 2e-5);

        using InferenceSession plain = model.NewSession();
        plain.Read([1]);
        Assert.Contains("made without drafts", Assert.Throws<InvalidOperationException>(() => plain.Draft(1)).Message);

        static float[] Row(float[] all, int position) => all[(position * 97)..((position + 1) * 97)];
    }

    [Fact]
    public void Speculation_with_the_prediction_module_keeps_the_greedy_text()
    {
        using InferenceModel model = InferenceModel.Load("tiny-v3");
        int[] prompt = model.Tokenizer!.Encode("Call me Ishmael. Some years ago");
        var greedy = new LogitPipeline(new Temperature(0));
        using InferenceSession plain = model.NewSession(), checking = model.NewSession(drafts: true);
        List<int> expected = [.. prompt];
        for (int i = 0; i < 120; i++)
            expected.Add(Greedy.Choose(plain.Logits([.. expected], expected.Count - 1)[0]));
        var decoder = new SpeculativeDecoder(checking, new PredictionDraft(checking), greedy, 1);
        Assert.Equal(expected[prompt.Length..], decoder.Generate(prompt, 120, new Random(1)));
        Assert.InRange(decoder.Accepted, decoder.Proposed / 4, decoder.Proposed - 1); // the module was trained for this
    }

    private static void AssertAgrees(LanguageModel torchModel, string folder, double tolerance)
    {
        using InferenceModel model = InferenceModel.Load(folder);
        AssertAgrees(torchModel, model, tolerance);
    }

    /// <summary>At once, one by one, in two unequal parts longer than a block, in both forms of attention, on one thread and on two.</summary>
    private static void AssertAgrees(LanguageModel torchModel, InferenceModel model, double tolerance)
    {
        using var noGradients = torch.no_grad();
        int length = Math.Min(model.ContextLength, InferenceSession.MaxTokensAtOnce + 40), vocabulary = model.VocabularySize;
        int[] tokens = Tokens(length, vocabulary);
        float[] expected = [.. torchModel.forward(Tensor(tokens)).data<float>()];
        using (InferenceSession session = model.NewSession(threads: 1))
            AssertClose(expected, session.LogitsOfAll(tokens), tolerance);
        using (InferenceSession session = model.NewSession(threads: 2))
            AssertClose(expected, session.LogitsOfAll(tokens), tolerance);
        foreach (AttentionForm form in Enum.GetValues<AttentionForm>())
        {
            using InferenceSession session = model.NewSession();
            if (session is DeepSeekSession latent)
                latent.Form = form;
            float[] first = session.LogitsOfAll(tokens.AsSpan(0, length - 17));
            List<float> all = [.. first];
            foreach (int token in tokens[^17..])
                all.AddRange(session.Read([token]));
            AssertClose(expected, [.. all], tolerance);
        }
    }

    private static IEnumerable<TensorToWrite> Small(string name, torch.Tensor weights, torch.ScalarType type)
    {
        if (type != torch.ScalarType.Byte)
            return [CheckpointTensors.ToWrite(name, weights.dim() == 2 ? weights.to(type) : weights)];
        return name.EndsWith("_proj.weight", StringComparison.Ordinal)
            ? BlockScaledWeights.ToWrite(name, (int)weights.shape[0], (int)weights.shape[1], weights.data<float>().ToArray())
            : [CheckpointTensors.ToWrite(name, weights)];
    }

    private static int[] Tokens(int count, int vocabulary)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(vocabulary))];
    }

    private static torch.Tensor Tensor(int[] tokens) => torch.tensor([.. tokens.Select(token => (long)token)], 1, tokens.Length);

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double size = 0, difference = 0;
        for (int i = 0; i < expected.Length; i++)
            (size, difference) = (Math.Max(size, Math.Abs(expected[i])), Math.Max(difference, double.IsNaN(actual[i]) ? double.MaxValue : Math.Abs((double)expected[i] - actual[i])));
        Assert.True(difference <= tolerance * size, $"{difference / size:0.0e+0} relative, expected at most {tolerance:0.0e+0}.");
    }
}
