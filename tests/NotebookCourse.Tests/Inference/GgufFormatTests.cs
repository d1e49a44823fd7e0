using System.Buffers.Binary;
using System.Text;
using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;

namespace NotebookCourse.Tests.Inference;

/// <summary>GGUF files as they should be, and as they should not.</summary>
public sealed class GgufFormatTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        using var folder = new TemporaryFolder();
        string path = Small(folder);
        using var file = GgufFile.Open(path);
        Assert.Equal("small", file.Text("general.name"));
        Assert.Equal(7, file.Integer("a.count"));
        Assert.Equal(1e-6, file.Number("a.epsilon"));
        Assert.True(file.Flag("a.flag"));
        Assert.Equal(["x", "你"], file.Texts("a.texts"));
        Assert.Equal([1, -2, 3], ((object[])file.Metadata["a.numbers"]).Cast<int>());
        GgufTensor matrix = file.Tensors[0], vector = file.Tensors[1];
        Assert.Equal("matrix Q8_0 [2, 32]", matrix.ToString());
        Assert.Equal(0, matrix.Offset % GgufFile.DefaultAlignment);
        Assert.Equal([1, 2, 3], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.Span(vector, 0, 12)).ToArray());
        Assert.Contains("'a.count' is 7; expected a text", Assert.Throws<InvalidDataException>(() => file.Text("a.count")).Message);
        Assert.Contains("the key 'a.none' is missing", Assert.Throws<InvalidDataException>(() => file.Integer("a.none")).Message);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_with_its_place()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = File.ReadAllBytes(Small(folder));
        string path = folder.File("cut.gguf");
        for (int length = 0; length < whole.Length - 32; length += length < 200 ? 1 : 7)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => GgufFile.Open(path).Dispose());
        }
    }

    [Theory]
    [InlineData(8, 1UL << 60, "tensors")]
    [InlineData(16, 1UL << 60, "metadata pairs")]
    [InlineData(24, 1UL << 60, "is said to be 1152921504606846976 bytes long")]
    [InlineData(24, ulong.MaxValue, "is said to be 18446744073709551615 bytes long")]
    [InlineData(24, 0UL, "metadata key")]
    public void A_lying_header_takes_no_memory(int offset, ulong value, string expected)
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = File.ReadAllBytes(Small(folder));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), value);
        string path = folder.File("lie.gguf");
        File.WriteAllBytes(path, bytes);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => GgufFile.Open(path)).Message);
    }

    [Theory]
    [InlineData("GGUX", 3u, "no GGUF file")]
    [InlineData("GGUF", 4u, "of version 4")]
    [InlineData("GGUF", 1u, "of version 1")]
    [InlineData("GGUF", 0x03000000u, "big-endian")]
    public void Another_kind_of_file_is_told(string magic, uint version, string expected)
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = File.ReadAllBytes(Small(folder));
        Encoding.ASCII.GetBytes(magic).CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), version);
        File.WriteAllBytes(folder.File("x.gguf"), bytes);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => GgufFile.Open(folder.File("x.gguf"))).Message);
    }

    [Fact]
    public void Whatever_byte_of_a_model_is_changed_it_loads_or_is_refused()
    {
        using var folder = new TemporaryFolder();
        RandomModels.Write("plain", folder.File("model"));
        string right = folder.File("right.gguf"), changed = folder.File("changed.gguf");
        using (InferenceModel model = InferenceModel.Load(folder.File("model")))
            GgufExport.Write(model, right, GgufType.F32);
        byte[] bytes = File.ReadAllBytes(right);
        int header;
        using (var file = GgufFile.Open(right))
            header = (int)file.Tensors.Min(tensor => tensor.Offset);
        var random = new Random(20261127);
        int refused = 0;
        for (int i = 0; i < 600; i++)
        {
            byte[] one = [.. bytes];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                one[random.Next(header)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)0xFF;
            File.WriteAllBytes(changed, one);
            try
            {
                using InferenceModel model = InferenceModel.Load(changed);
                using InferenceSession session = model.NewSession(capacity: Math.Min(4, model.ContextLength));
                session.Read([0]);
            }
            catch (InvalidDataException fault)
            {
                Assert.Contains("changed.gguf", fault.Message);
                refused++;
            }
        }

        Assert.InRange(refused, 300, 600);
    }

    [Fact]
    public void An_unknown_architecture_and_an_unknown_type_are_named()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.gguf");
        GgufWriter.Write(path, [new("general.architecture", "mamba")], []);
        Assert.Contains("'general.architecture' is \"mamba\"; expected deepseek2, llama, qwen2 or gpt2", Assert.Throws<InvalidDataException>(() => InferenceModel.Load(path)).Message);

        byte[] bytes = File.ReadAllBytes(Small(folder));
        int at = bytes.AsSpan().IndexOf("matrix"u8) + 6 + 4 + 16;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), 12);
        File.WriteAllBytes(path, bytes);
        Assert.Contains("is stored as Q4_K; this reader knows F32, F16, Q8_0, BF16", Assert.Throws<InvalidDataException>(() => GgufFile.Open(path)).Message);
    }

    [Fact]
    public void A_writer_that_fails_leaves_what_was_there()
    {
        using var folder = new TemporaryFolder();
        string path = Small(folder);
        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<IOException>(() => GgufWriter.Write(path, [], [new("full", GgufType.F32, [4], _ => throw new IOException("No space left on device"))]));
        Assert.Contains("needs 16 bytes, but 4 were written", Assert.Throws<ArgumentException>(() => GgufWriter.Write(path, [], [new("short", GgufType.F32, [4], stream => stream.Write(new byte[4]))])).Message);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Contains("whole blocks of 32", Assert.Throws<ArgumentException>(() => GgufWriter.Write(path, [], [new("odd", GgufType.Q8_0, [33], _ => { })])).Message);
        Assert.Contains("used twice", Assert.Throws<ArgumentException>(() => GgufWriter.Write(path, [new("a", 1u), new("a", 2u)], [])).Message);
    }

    [Theory]
    [InlineData("tiny-v3")]
    [InlineData("tiny-gpt")]
    public void A_model_goes_out_and_comes_back_as_it_was(string name)
    {
        using var folder = new TemporaryFolder();
        using InferenceModel model = InferenceModel.Load(name);
        int[] tokens = [.. Enumerable.Range(0, 50).Select(i => i * 3 % model.VocabularySize)];
        float[] expected = All(model, tokens);
        GgufExport.Write(model, folder.File("m.gguf"), GgufType.F32);
        using InferenceModel gguf = InferenceModel.Load(folder.File("m.gguf"));
        HuggingFaceExport.Write(gguf, folder.File("hf"), SafetensorsType.F32);
        using InferenceModel back = InferenceModel.Load(folder.File("hf"));
        HuggingFaceExport.Write(model, folder.File("direct"), SafetensorsType.F32);
        using InferenceModel direct = InferenceModel.Load(folder.File("direct"));
        foreach (InferenceModel other in new[] { gguf, back, direct })
        {
            Assert.Equal(model.Tokenizer!.Encode("Call me Ishmael, twice."), other.Tokenizer!.Encode("Call me Ishmael, twice."));
            Assert.Equal(expected, All(other, tokens), (x, y) => Math.Abs(x - y) < 1e-4);
        }

        Assert.Equal(model.Predicts, direct.Predicts);
        GgufExport.Write(model, folder.File("q.gguf"), GgufType.Q8_0);
        using InferenceModel small = InferenceModel.Load(folder.File("q.gguf"));
        Assert.InRange(new FileInfo(folder.File("q.gguf")).Length, 1, new FileInfo(folder.File("m.gguf")).Length * 2 / 3);
        float[] rough = All(small, tokens);
        double size = expected.Max(Math.Abs);
        Assert.InRange(rough.Zip(expected).Average(pair => Math.Abs(pair.First - pair.Second)) / size, 1e-6, 0.02);
        Assert.Contains("in F32 or BF16", Assert.Throws<NotSupportedException>(() => HuggingFaceExport.Write(model, folder.File("no"), SafetensorsType.I8)).Message);
    }

    private static float[] All(InferenceModel model, int[] tokens)
    {
        using InferenceSession session = model.NewSession();
        return session.LogitsOfAll(tokens);
    }

    private static string Small(TemporaryFolder folder)
    {
        string path = folder.File("small.gguf");
        GgufWriter.Write(
            path,
            [
                new("general.name", "small"), new("a.count", 7u), new("a.epsilon", 1e-6f), new("a.flag", true),
                new("a.texts", new[] { "x", "你" }), new("a.numbers", new[] { 1, -2, 3 }),
            ],
            [
                new("matrix", GgufType.Q8_0, [2, 32], stream => stream.Write(new byte[68])),
                new("vector", GgufType.F32, [3], stream => stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(new float[] { 1, 2, 3 }))),
            ]);
        return path;
    }
}
