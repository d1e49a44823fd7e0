using System.Text;
using FsCheck.Xunit;
using NotebookCourse.Checkpoints;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Checkpoints;

[Collection(OneTorch.Name)]
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Property(MaxTest = 100)]
    public void WhatIsWrittenIsRead(float[] values, long[] numbers, bool sharded)
    {
        string folder = _folder.File(Guid.NewGuid().ToString("N"));
        SafetensorsWriter.WriteFolder(
            folder,
            [TensorToWrite.Of("values", [values.Length], values), TensorToWrite.Of("numbers", [1, numbers.Length], numbers)],
            sharded ? 1 : long.MaxValue);
        using var checkpoint = Checkpoint.Open(folder);
        Assert.Equal(sharded && values.Length + numbers.Length > 0 ? 2 : 1, checkpoint.Files.Count);
        Assert.Equal(values, checkpoint.ReadFloats("values"));
        Assert.Equal(numbers, checkpoint.ReadInt64s("numbers"));
        Assert.Equal([1L, numbers.Length], checkpoint["numbers"].Shape);
    }

    [Fact]
    public void EveryTorchTypeGoesThereAndBack()
    {
        using var scope = NewDisposeScope();
        ScalarType[] types = [ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64,
            ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64, ScalarType.ComplexFloat32];
        var originals = types.ToDictionary(type => type.ToString(), type => (randn(3, 5) * 10).abs().to(type));
        string path = _folder.File("types.safetensors");
        SafetensorsWriter.Write(path, originals.Select(pair => CheckpointTensors.ToWrite(pair.Key, pair.Value)));

        using var checkpoint = Checkpoint.Open(path);
        foreach (var (name, original) in originals)
        {
            var read = checkpoint.ReadTensor(name);
            Assert.Equal(original.dtype, read.dtype);
            Assert.True(original.Equals(read), name);
        }
    }

    [Fact]
    public void ATransposedTensorIsWrittenInItsOwnOrder()
    {
        using var scope = NewDisposeScope();
        string path = _folder.File("t.safetensors");
        SafetensorsWriter.Write(path, [CheckpointTensors.ToWrite("t", tensor(new float[,] { { 1, 2 }, { 3, 4 } }).t())]);
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal([1, 3, 2, 4], checkpoint.ReadFloats("t"));
    }

    [Fact]
    public void ReadingAndWritingLeaveNoTensorBehind()
    {
        string path = _folder.File("l.safetensors");
        using var values = randn(4, 4);
        long before = Tensor.TotalCount;
        SafetensorsWriter.Write(path, [CheckpointTensors.ToWrite("t", values.t())]);
        using (var checkpoint = Checkpoint.Open(path))
        using (checkpoint.ReadTensor("t"))
            Assert.Equal(before + 2, Tensor.TotalCount); // the transposed view this test made, and the one read
    }

    [Fact]
    public void AFileOfAHundredGigabytesIsOpenedWithoutBeingRead()
    {
        const long Elements = 25_000_000_000;
        string path = _folder.File("huge.safetensors");
        byte[] header = Encoding.UTF8.GetBytes($$$"""{"w":{"dtype":"F32","shape":[{{{Elements}}}],"data_offsets":[0,{{{4 * Elements}}}]}}""");
        using (var stream = File.Create(path))
        {
            stream.Write(BitConverter.GetBytes((long)header.Length));
            stream.Write(header);
            stream.SetLength(8 + header.Length + 4 * Elements);
            stream.Position = stream.Length - 4;
            stream.Write(BitConverter.GetBytes(3.5f));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(3.5f, BitConverter.ToSingle(checkpoint.Span("w", 4 * (Elements - 1), 4)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void ShardsMustAgreeWithTheirIndex()
    {
        TensorToWrite[] tensors = [TensorToWrite.Of("a", [1], new float[] { 1 }), TensorToWrite.Of("b", [1], new float[] { 2 })];
        SafetensorsWriter.WriteFolder(_folder.Path, tensors, maxShardBytes: 4);
        string index = _folder.File(Checkpoint.IndexFile);
        string good = File.ReadAllText(index);
        AssertRefused(good.Replace("model-00002-of-00002", "model-00003-of-00002"), "not in the folder");
        AssertRefused(good.Replace("\"model-00002", "\"../model-00002"), "same folder");
        AssertRefused(good.Replace("\"b\"", "\"c\""), "which model.safetensors.index.json places nowhere");
        AssertRefused(good.Replace("\"b\":", "\"b\": \"model-00002-of-00002.safetensors\", \"c\":"), "which does not hold it");
        AssertRefused(good.Replace("\"b\":", "\"a\":"), "stands twice");
        AssertRefused("{}", "weight_map");
        SafetensorsWriter.Write(_folder.File("model-00002-of-00002.safetensors"), tensors);
        AssertRefused(good, "is also in");

        void AssertRefused(string text, string expected)
        {
            File.WriteAllText(index, text);
            Assert.Contains(expected, Assert.Throws<SafetensorsException>(() => Checkpoint.Open(_folder.Path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AMissingTensorIsAnsweredWithItsLikes()
    {
        string path = _folder.File("m.safetensors");
        SafetensorsWriter.Write(path, [TensorToWrite.Of("model.layers.0.norm.weight", [1], new float[] { 1 })]);
        using var checkpoint = Checkpoint.Open(path);
        var fault = Assert.Throws<KeyNotFoundException>(() => checkpoint["layers.0.norm.weight"]);
        Assert.Contains("model.layers.0.norm.weight", fault.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => checkpoint.ReadInt64s("model.layers.0.norm.weight"));
        Assert.Throws<ArgumentOutOfRangeException>(() => checkpoint.Span("model.layers.0.norm.weight", 2, 4).ToArray());
    }

    [Fact]
    public void NothingThereIsSaid() =>
        Assert.Contains("neither a safetensors file nor a folder", Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(_folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void AFailedWriteKeepsTheOldFileAndLeavesNoOther()
    {
        string path = _folder.File("kept.safetensors");
        SafetensorsWriter.Write(path, [TensorToWrite.Of("a", [1], new float[] { 1 })]);
        byte[] old = File.ReadAllBytes(path);
        var tooShort = TensorToWrite.Of("a", SafetensorsType.F32, [2], new byte[4]);
        Assert.Contains("needs 8 bytes, but 4", Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [tooShort])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [tooShort, tooShort]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [tooShort with { Name = "__metadata__" }]));
        Assert.Equal(old, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(128, 128)]
    [InlineData(130, 257)]
    public void Float8WeightsGoThereAndBackWithTheirBlockScales(int rows, int columns)
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, rows * columns).Select(i => (float)(random.NextDouble() - 0.5) * (1 + i % 128))];
        string path = _folder.File("fp8.safetensors");
        SafetensorsWriter.Write(path, BlockScaledWeights.ToWrite("w.weight", rows, columns, values));

        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(SafetensorsType.F8_E4M3, checkpoint["w.weight"].Type);
        Assert.Equal([(rows + 127) / 128L, (columns + 127) / 128L], checkpoint["w.weight_scale_inv"].Shape);
        float[] read = checkpoint.ReadWeight("w.weight");
        float[] scales = checkpoint.ReadFloats("w.weight_scale_inv"), codes = checkpoint.ReadFloats("w.weight");
        for (int i = 0; i < values.Length; i++)
        {
            float scale = scales[i / columns / 128 * ((columns + 127) / 128) + i % columns / 128];
            Assert.Equal(codes[i] * scale, read[i]);
            Assert.InRange(Math.Abs(read[i] - values[i]), 0, Math.Max(Math.Abs(values[i]) / 16, scale / 512) * 1.001f);
        }

        using var tensor = checkpoint.ReadTensor("w.weight");
        Assert.Equal(read, tensor.data<float>().ToArray());
    }

    [Fact]
    public void ScalesThatDoNotFitAreRefused()
    {
        string path = _folder.File("bad.safetensors");
        SafetensorsWriter.Write(path,
        [
            TensorToWrite.Of("w", SafetensorsType.F8_E4M3, [129, 4], new byte[129 * 4]),
            TensorToWrite.Of("w_scale_inv", [1, 1], new float[] { 1 }),
        ]);
        using var checkpoint = Checkpoint.Open(path);
        Assert.Contains("[1, 1] does not fit", Assert.Throws<SafetensorsException>(() => checkpoint.ReadWeight("w")).Message, StringComparison.Ordinal);
    }
}
