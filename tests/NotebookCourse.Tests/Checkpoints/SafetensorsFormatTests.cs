using System.Buffers.Binary;
using System.Text;
using FsCheck.Xunit;
using NotebookCourse.Checkpoints;

namespace NotebookCourse.Tests.Checkpoints;

/// <summary>Every rule of the format, broken once, and many broken at random.</summary>
public sealed class SafetensorsFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFileWrittenByHandIsRead()
    {
        using var file = SafetensorsFile.Open(Write("""{"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]},"a":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]},"__metadata__":{"format":"pt"}}   """, 12));
        Assert.Equal(["a", "b"], file.Entries.Select(entry => entry.Name));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(8, file.Entries[1].Bytes);
    }

    [Theory]
    [InlineData("", 0, "'{'")]
    [InlineData("[1]", 0, "'{'")]
    [InlineData("{", 0, "JSON")]
    [InlineData("{} x", 0, "JSON")]
    [InlineData("""{"a":1}""", 0, "dtype, shape and data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "lacks data_offsets")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "lacks dtype")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "lacks shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"color":1}}""", 4, "field 'color'")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'dtype' twice")]
    [InlineData("""{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""", 4, "'F33'")]
    [InlineData("""{"a":{"dtype":"12","shape":[1],"data_offsets":[0,4]}}""", 4, "'12'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "below zero")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "not whole")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "list of whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", 4, "more elements than any file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "begin <= end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "begin <= end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775800,9223372036854775804]}}""", 4, "begin <= end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' stands twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "inside tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "no holes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "no holes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "Is the download complete?")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "belong to no tensor")]
    [InlineData("""{"a\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "JSON")]
    [InlineData("""{"__metadata__":{"format":"\udc00"}}""", 0, "JSON")]
    [InlineData("""{"__metadata__":{"format":1}}""", 0, "a text")]
    [InlineData("""{"__metadata__":{"format":"a","format":"b"}}""", 0, "twice")]
    public void ABrokenRuleIsNamed(string header, int dataBytes, string expected)
    {
        string path = Write(header, dataBytes);
        var fault = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AHeaderLongerThanTheFormatAllowsIsNotAllocated()
    {
        string path = _folder.File("long");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes(ulong.MaxValue / 2), 1]);
        Assert.Contains("the format allows 100000000", Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(20)]
    public void ATruncatedHeaderIsNamed(int bytes)
    {
        string path = Write("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..bytes]);
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));
    }

    [Fact]
    public void ANumberAndAnEmptyTensorHaveTheirPlace()
    {
        using var file = SafetensorsFile.Open(Write("""{"x":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"none":{"dtype":"F32","shape":[0,5],"data_offsets":[0,0]}}""", 8));
        Assert.Equal(["none", "x"], file.Entries.Select(entry => entry.Name));
        Assert.Equal(1, file.Entries[1].Elements);
        Assert.Equal(0, file.Entries[0].Elements);
    }

    [Fact]
    public void ANameMayBeInAnyScript()
    {
        using var file = SafetensorsFile.Open(Write("""{"层.0.权重":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\ud83d\ude00":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2));
        Assert.Equal(["层.0.权重", "😀"], file.Entries.Select(entry => entry.Name));
        string path = _folder.File("again");
        SafetensorsWriter.Write(path, [TensorToWrite.Of("层.0.权重 \"😀\"", [1], new float[] { 1 })]);
        using var again = SafetensorsFile.Open(path);
        Assert.Equal("层.0.权重 \"😀\"", again.Entries.Single().Name);
    }

    [Property(MaxTest = 400)]
    public void ADamagedFileIsReadOrRefusedNeverWorse(int seed)
    {
        byte[] damaged = Damage(new Random(seed), ValidFile());
        string path = _folder.File("damaged");
        File.WriteAllBytes(path, damaged);
        try
        {
            using var file = SafetensorsFile.Open(path);
            Assert.All(file.Entries, entry => Assert.Equal((int)entry.Bytes, file.Span(entry, 0, (int)entry.Bytes).ToArray().Length));
            Assert.Equal(damaged.Length, 8 + BinaryPrimitives.ReadInt64LittleEndian(damaged) + file.Entries.Sum(entry => entry.Bytes));
        }
        catch (SafetensorsException fault)
        {
            Assert.StartsWith(path, fault.Message, StringComparison.Ordinal);
        }
    }

    private static byte[] Damage(Random random, byte[] file)
    {
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            switch (random.Next(5))
            {
                case 4: "\\ud800"u8.CopyTo(file.AsSpan(8 + random.Next(Math.Max(1, Math.Min(file.Length - 14, 120))))); break;
                case 0: file[random.Next(file.Length)] = (byte)random.Next(256); break;
                case 1: file[8 + random.Next(Math.Min(file.Length - 8, 120))] = (byte)"{}[],:\"0189"[random.Next(11)]; break;
                case 2: file = file[..random.Next(14, Math.Max(15, file.Length + 1))]; break;
                default: file = [.. file, .. new byte[random.Next(1, 9)]]; break;
            }
        }

        return file;
    }

    private byte[] ValidFile()
    {
        string path = _folder.File("valid");
        SafetensorsWriter.Write(path,
        [
            TensorToWrite.Of("a.weight", [2, 3], new float[] { 1, 2, 3, 4, 5, 6 }),
            TensorToWrite.Of("b.ids", [2], new long[] { 7, 8 }),
        ]);
        return File.ReadAllBytes(path);
    }

    private string Write(string header, int dataBytes)
    {
        string path = _folder.File(Guid.NewGuid().ToString("N"));
        byte[] json = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[dataBytes]]);
        return path;
    }
}
