using System.Runtime.InteropServices;
using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;
using NotebookCourse.Sampling;

namespace NotebookCourse.Tests.Inference;

/// <summary>Programs nobody here wrote read our files: llama.cpp computes what we compute.</summary>
public sealed class StrangersTests
{
    private const double Tolerance = 1e-3;

    public static TheoryData<string> Expressible => [.. RandomModels.All.Keys.Except(["softmax in groups", "yarn, one magnitude", "every second layer, biases"])];

    [Theory]
    [MemberData(nameof(Expressible))]
    public void A_random_model_computes_the_same_in_llama_cpp(string shape)
    {
        using var folder = new TemporaryFolder();
        RandomModels.Write(shape, folder.Path);
        string file = Export(folder.Path, folder);
        using InferenceModel model = InferenceModel.Load(folder.Path), again = InferenceModel.Load(file);
        using var stranger = LlamaCpp.Open(file);
        int[] tokens = [.. Enumerable.Range(0, 300).Select(i => (i * i * 7 + i) % model.VocabularySize)];
        float[] ours = All(model, tokens), reread = All(again, tokens);
        Assert.InRange(Difference(ours, reread), 0, 2e-5);
        Assert.InRange(Difference(ours, stranger.Read(tokens)), 0, Tolerance);
        if (shape is "plain" or "groups" or "yarn")
            AssertGoesOnTheSame(model, file, tokens[..8], 200);
    }

    [Theory]
    [InlineData("tiny-v3", 248, 8)]
    [InlineData("tiny-gpt", 120, 8)]
    public void The_course_s_models_compute_and_go_on_the_same(string name, int length, int prompt)
    {
        using var folder = new TemporaryFolder();
        string file = Export(name, folder);
        using InferenceModel model = InferenceModel.Load(name);
        int[] tokens = model.Tokenizer!.Encode(string.Concat(Enumerable.Repeat("It was the whiteness of the whale that above all things appalled me. ", 20)))[..length];
        using (var stranger = LlamaCpp.Open(file))
        {
            Assert.Equal(model.VocabularySize, stranger.VocabularySize);
            Assert.InRange(Difference(All(model, tokens), stranger.Read(tokens)), 0, Tolerance);
        }

        AssertGoesOnTheSame(model, file, tokens[..prompt], Math.Min(200, length - prompt));
    }

    [Fact]
    public void GPT_2_s_kind_comes_as_close_as_its_formula_for_GELU()
    {
        using var folder = new TemporaryFolder();
        string file = Export("nano-char", folder);
        using InferenceModel model = InferenceModel.Load("nano-char"), again = InferenceModel.Load(file);
        int[] tokens = [.. Enumerable.Range(0, 60).Select(i => i * 7 % model.VocabularySize)];
        using var stranger = LlamaCpp.Open(file);
        float[] ours = All(model, tokens);
        Assert.InRange(Difference(ours, stranger.Read(tokens)), 0, Tolerance);
        Assert.InRange(Difference(ours, All(again, tokens)), 0, 1e-6);
    }

    [Fact]
    public void Two_hundred_texts_have_the_same_tokens()
    {
        using var folder = new TemporaryFolder();
        using InferenceModel model = InferenceModel.Load("tiny-v3"), gpt = InferenceModel.Load("tiny-gpt");
        using (var stranger = LlamaCpp.Open(Export("tiny-v3", folder)))
        {
            foreach (string text in Texts.Mixed(200))
                Assert.True(model.Tokenizer!.Encode(text).SequenceEqual(stranger.Tokenize(text)), $"'{text}': {string.Join(' ', model.Tokenizer.Encode(text))} here, {string.Join(' ', stranger.Tokenize(text))} there");
        }

        string letters = string.Concat(Enumerable.Range(0, gpt.VocabularySize).Select(id => gpt.Tokenizer!.Decode([id])));
        using var characters = LlamaCpp.Open(Export("tiny-gpt", folder));
        foreach (string text in new[] { "Call me Ishmael. Some years ago", letters, "  two  blanks\n\n\nand lines", string.Concat(letters.Reverse()) })
            Assert.Equal(gpt.Tokenizer!.Encode(text), characters.Tokenize(text));
    }

    [Theory]
    [InlineData("rotary halves called neighbours")]
    [InlineData("correction bias left out")]
    [InlineData("YaRN's logarithm twice")]
    [InlineData("keys not turned")]
    public void What_loads_but_is_wrong_is_noticed(string mistake)
    {
        using var folder = new TemporaryFolder();
        string source = "tiny-gpt";
        if (!mistake.StartsWith("rotary", StringComparison.Ordinal))
            RandomModels.Write(mistake.StartsWith("YaRN", StringComparison.Ordinal) ? "yarn" : "square", source = folder.File("model"));
        string right = Export(source, folder), wrong = folder.File("wrong.gguf");
        GgufRewriter.Rewrite(right, wrong, mistake switch
        {
            "rotary halves called neighbours" => (tensor, bytes) => tensor.Name.EndsWith("attn_q.weight", StringComparison.Ordinal) ? Halves(bytes, headSize: 32, (int)tensor.Shape[1]) : bytes,
            "correction bias left out" => (tensor, bytes) => tensor.Name.EndsWith("exp_probs_b.bias", StringComparison.Ordinal) ? null : bytes,
            "keys not turned" => (tensor, bytes) => tensor.Name.EndsWith("attn_k_b.weight", StringComparison.Ordinal) ? Turned(bytes, (int)tensor.Shape[1]) : bytes,
            _ => (_, bytes) => bytes,
        }, pair => pair.Key.EndsWith("yarn_log_multiplier", StringComparison.Ordinal) && mistake.StartsWith("YaRN", StringComparison.Ordinal) ? 0.2f : pair.Value);
        using InferenceModel model = InferenceModel.Load(source);
        int[] tokens = [.. Enumerable.Range(0, 100).Select(i => (i * i * 7 + i) % model.VocabularySize)];
        float[] ours = All(model, tokens);
        using (var stranger = LlamaCpp.Open(right))
            Assert.InRange(Difference(ours, stranger.Read(tokens)), 0, Tolerance);
        using (var stranger = LlamaCpp.Open(wrong))
            Assert.True(Difference(ours, stranger.Read(tokens)) > 10 * Tolerance, "the wrong file computes the same");
    }

    [Theory]
    [InlineData("softmax in groups", "topk_method is group_limited_greedy")]
    [InlineData("yarn, one magnitude", "mscale_all_dim 0.5")]
    [InlineData("every second layer, biases", "attention_bias is true")]
    public void What_llama_cpp_cannot_say_is_refused_by_its_name(string shape, string expected)
    {
        using var folder = new TemporaryFolder();
        RandomModels.Write(shape, folder.Path);
        using InferenceModel model = InferenceModel.Load(folder.Path);
        Assert.Contains(expected, Assert.Throws<NotSupportedException>(() => GgufExport.Write(model, folder.File("x.gguf"), GgufType.F32)).Message);
        Assert.False(File.Exists(folder.File("x.gguf")));
    }

    private static string Export(string source, TemporaryFolder folder)
    {
        string file = folder.File($"{Path.GetFileName(source)}.gguf");
        using InferenceModel model = InferenceModel.Load(source);
        GgufExport.Write(model, file, GgufType.F32);
        return file;
    }

    private static void AssertGoesOnTheSame(InferenceModel model, string file, int[] prompt, int count)
    {
        using var stranger = LlamaCpp.Open(file);
        using InferenceSession session = model.NewSession();
        float[] theirs = stranger.Read(prompt)[^model.VocabularySize..], ours = session.Read(prompt).ToArray();
        List<int> here = [], there = [];
        for (int i = 0; i < count; i++)
        {
            here.Add(Greedy.Choose(ours));
            there.Add(Greedy.Choose(theirs));
            if (i == count - 1)
                break;
            (ours, theirs) = (session.Read([here[^1]]).ToArray(), stranger.Read(there[^1]));
        }

        Assert.Equal(here, there);
    }

    private static float[] All(InferenceModel model, int[] tokens)
    {
        using InferenceSession session = model.NewSession();
        return session.LogitsOfAll(tokens);
    }

    private static double Difference(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual).Max(pair => Math.Abs((double)pair.First - pair.Second)) / expected.Max(Math.Abs);
    }

    /// <summary>Undoes what the export does to the rows of each head.</summary>
    private static byte[] Halves(byte[] bytes, int headSize, int columns)
    {
        ReadOnlySpan<float> rows = MemoryMarshal.Cast<byte, float>(bytes);
        float[] back = new float[rows.Length];
        for (int row = 0; row < rows.Length / columns; row++)
        {
            int head = row / headSize * headSize, at = row % headSize, from = (at % (headSize / 2) * 2) + (at / (headSize / 2));
            rows.Slice((head + from) * columns, columns).CopyTo(back.AsSpan(row * columns));
        }

        return MemoryMarshal.AsBytes<float>(back).ToArray();
    }

    /// <summary>Square matrices the other way round.</summary>
    private static byte[] Turned(byte[] bytes, int size)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(bytes);
        float[] turned = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
            turned[(i / (size * size) * size * size) + (i % size * size) + (i / size % size)] = values[i];
        return MemoryMarshal.AsBytes<float>(turned).ToArray();
    }
}
