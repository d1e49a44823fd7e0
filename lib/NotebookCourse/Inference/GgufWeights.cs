using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NotebookCourse.Checkpoints;

namespace NotebookCourse.Inference;

/// <summary>Weights in a GGUF file, mapped into memory, under their Hugging Face names.</summary>
/// <param name="file">The file; owned by this.</param>
internal sealed unsafe class GgufWeights(GgufFile file) : IWeights
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Contains(string name) => file.TryGet(GgufNames.Of(name).Name, out _);

    /// <inheritdoc/>
    public Matrix Matrix(string name, int rows, int columns)
    {
        var (stored, expert) = GgufNames.Of(name);
        if (expert >= 0)
            return Part(Require(stored, shape => shape is [long experts, long r, long c] && experts > expert && r == rows && c == columns, $"[more than {expert}, {rows}, {columns}]"), expert, rows, columns);
        if (Fused(stored, out int third) && !file.TryGet(stored, out _))
            return Whole(Require(QueryKeyValue(stored), shape => shape.SequenceEqual([3L * rows, columns]), $"[{3 * rows}, {columns}]"), 3 * rows, columns).Slice(third * rows, rows);
        return Whole(Require(stored, shape => shape.SequenceEqual([rows, columns]), $"[{rows}, {columns}]"), rows, columns);
    }

    /// <inheritdoc/>
    public float[] Vector(string name, int length)
    {
        string stored = GgufNames.Of(name).Name;
        if (Fused(stored, out int third) && !file.TryGet(stored, out _))
            return Floats(Require(QueryKeyValue(stored), shape => shape.SequenceEqual([3L * length]), $"[{3 * length}]"))[(third * length)..((third + 1) * length)];
        return Floats(Require(stored, shape => shape.SequenceEqual([length]), $"[{length}]"));
    }

    /// <inheritdoc/>
    public LatentUp LatentUp(string prefix, int heads, int content, int value, int rank)
    {
        string block = GgufNames.Of(prefix + "kv_b_proj.weight").Name;
        if (file.TryGet(block, out _)) // files from before April 2025 keep both in one
        {
            int each = content + value;
            Matrix all = Matrix(prefix + "kv_b_proj.weight", heads * each, rank);
            return new LatentUp(
                [.. Enumerable.Range(0, heads).Select(head => all.Slice(head * each, content))], KeysByRank: false,
                [.. Enumerable.Range(0, heads).Select(head => all.Slice((head * each) + content, value))]);
        }

        GgufTensor keys = Require(block.Replace("attn_kv_b", "attn_k_b", StringComparison.Ordinal), shape => shape.SequenceEqual([heads, rank, content]), $"[{heads}, {rank}, {content}]");
        GgufTensor values = Require(block.Replace("attn_kv_b", "attn_v_b", StringComparison.Ordinal), shape => shape.SequenceEqual([heads, value, rank]), $"[{heads}, {value}, {rank}]");
        return new LatentUp(
            [.. Enumerable.Range(0, heads).Select(head => Part(keys, head, rank, content))], KeysByRank: true,
            [.. Enumerable.Range(0, heads).Select(head => Part(values, head, value, rank))]);
    }

    /// <summary>Refuses a file that holds weights nobody asked for: with them left out it would be another model.</summary>
    /// <param name="layers">Blocks of the model; those numbered on from there predict further ahead and may be left.</param>
    public void RequireNothingElse(int layers)
    {
        GgufTensor? unknown = file.Tensors.FirstOrDefault(tensor => !_asked.Contains(tensor.Name) && tensor.Name != "output.weight" && !IsZeroExpert(tensor.Name)
            && !(tensor.Name.Split('.') is ["blk", string number, ..] && int.TryParse(number, out int layer) && layer >= layers));
        if (unknown is not null)
            throw new InvalidDataException($"{file.Path}: this engine does not know what to do with the tensor {unknown}; with it left out this would be another model.");
    }

    private bool IsZeroExpert(string name) => name.Contains("_shexp.", StringComparison.Ordinal) && file.Flag(GgufConfig.NoSharedExpertKey, false);

    /// <summary>Unmaps the file.</summary>
    public void Dispose() => file.Dispose();

    /// <summary>GPT-2 keeps query, key and value in one matrix, one below the other.</summary>
    private static bool Fused(string name, out int third)
    {
        third = Array.FindIndex(["attn_q.", "attn_k.", "attn_v."], part => name.Contains(part, StringComparison.Ordinal));
        return third >= 0;
    }

    private static string QueryKeyValue(string name) => $"{name[..name.IndexOf("attn_", StringComparison.Ordinal)]}attn_qkv.{name[(name.LastIndexOf('.') + 1)..]}";

    private GgufTensor Require(string name, Func<IReadOnlyList<long>, bool> fits, string expected)
    {
        if (!file.TryGet(name, out GgufTensor? tensor))
            throw new InvalidDataException($"{file.Path}: there is no tensor '{name}'; the metadata ask for one of shape {expected}.");
        _asked.Add(name);
        return fits(tensor.Shape)
            ? tensor
            : throw new InvalidDataException($"{file.Path}: '{name}' has shape [{string.Join(", ", tensor.Shape)}], the metadata ask for {expected}.");
    }

    private Matrix Whole(GgufTensor tensor, int rows, int columns) => new(Type(tensor), rows, columns, Start(tensor));

    private Matrix Part(GgufTensor tensor, int number, int rows, int columns)
        => new(Type(tensor), rows, columns, Start(tensor) + (number * rows * Inference.Matrix.RowBytes(Type(tensor), columns)));

    private float[] Floats(GgufTensor tensor)
    {
        int length = (int)tensor.Shape[^1];
        float[] values = new float[length];
        fixed (float* destination = values)
            Kernels.Best.Decode(Whole(tensor, 1, length), 0, destination);
        return values;
    }

    private static StoredType Type(GgufTensor tensor) => tensor.Type switch
    {
        GgufType.F32 => StoredType.Float32,
        GgufType.F16 => StoredType.Float16,
        GgufType.BF16 => StoredType.BFloat16,
        _ => StoredType.Q8_0,
    };

    private byte* Start(GgufTensor tensor) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(file.Span(tensor, 0, 0)));
}
