using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NotebookCourse.Checkpoints;

namespace NotebookCourse.Inference;

/// <summary>Weights in safetensors files, mapped into memory.</summary>
/// <param name="checkpoint">The files; owned by this.</param>
internal sealed unsafe class CheckpointWeights(Checkpoint checkpoint) : IWeights
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>Refuses a checkpoint that holds weights nobody asked for: with them left out it would be another model.</summary>
    /// <param name="layers">Blocks of the model; those numbered on from there predict further ahead and may be left.</param>
    /// <param name="tied">Whether the output head is the embedding, so that a copy may be left.</param>
    public void RequireNothingElse(int layers, bool tied)
    {
        TensorEntry? unknown = checkpoint.Entries.FirstOrDefault(entry => !_asked.Contains(entry.Name) && !MayBeLeft(entry.Name, layers, tied));
        if (unknown is not null)
            throw new InvalidDataException($"{checkpoint.Path}: the configuration knows no tensor '{unknown.Name}' of shape [{string.Join(", ", unknown.Shape)}]; with it left out this would be another model.");
    }

    /// <inheritdoc/>
    public bool Contains(string name) => checkpoint.Contains(name);

    /// <inheritdoc/>
    public Matrix Matrix(string name, int rows, int columns)
    {
        TensorEntry entry = Require(name, [rows, columns]);
        StoredType type = entry.Type switch
        {
            SafetensorsType.F32 => StoredType.Float32,
            SafetensorsType.F16 => StoredType.Float16,
            SafetensorsType.BF16 => StoredType.BFloat16,
            SafetensorsType.F8_E4M3 => StoredType.Float8,
            _ => throw new InvalidDataException($"{checkpoint.Path}: {entry} cannot be multiplied; expected F32, F16, BF16, or F8_E4M3 with block scales."),
        };
        return new Matrix(type, rows, columns, Start(name), type == StoredType.Float8 ? Scales(entry, rows, columns) : null);
    }

    /// <inheritdoc/>
    public float[] Vector(string name, int length)
    {
        Require(name, [length]);
        return checkpoint.ReadFloats(name);
    }

    /// <inheritdoc/>
    public LatentUp LatentUp(string prefix, int heads, int content, int value, int rank)
    {
        int each = content + value;
        Matrix all = Matrix(prefix + "kv_b_proj.weight", heads * each, rank);
        return new LatentUp(
            [.. Enumerable.Range(0, heads).Select(head => all.Slice(head * each, content))],
            KeysByRank: false,
            [.. Enumerable.Range(0, heads).Select(head => all.Slice((head * each) + content, value))]);
    }

    /// <summary>Unmaps the files.</summary>
    public void Dispose() => checkpoint.Dispose();

    private float* Scales(TensorEntry entry, int rows, int columns)
    {
        string name = entry.Name + BlockScaledWeights.ScaleSuffix;
        if (!checkpoint.Contains(name))
            throw new InvalidDataException($"{checkpoint.Path}: {entry} has no block scales '{name}' beside it; without them its codes are not the weights.");
        TensorEntry scales = Require(name, [Blocks(rows), Blocks(columns)]);
        return scales.Type == SafetensorsType.F32
            ? (float*)Start(name)
            : throw new InvalidDataException($"{checkpoint.Path}: {scales} are scales of a type this engine does not know; expected F32.");
    }

    private TensorEntry Require(string name, long[] shape)
    {
        if (!checkpoint.TryGet(name, out TensorEntry? entry))
            throw new InvalidDataException($"{checkpoint.Path}: there is no tensor '{name}'; the configuration asks for one of shape [{string.Join(", ", shape)}].");
        _asked.Add(name);
        return entry.Shape.SequenceEqual(shape)
            ? entry
            : throw new InvalidDataException($"{checkpoint.Path}: '{name}' has shape [{string.Join(", ", entry.Shape)}], the configuration asks for [{string.Join(", ", shape)}].");
    }

    private bool MayBeLeft(string name, int layers, bool tied)
        => name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal)
            || (name == "lm_head.weight" && tied)
            || (LayerNumber(name) is int layer && layer >= layers && checkpoint.Contains($"model.layers.{layer}.eh_proj.weight"));

    private static int LayerNumber(string name)
        => name.Split('.') is ["model", "layers", string number, ..] && int.TryParse(number, out int layer) ? layer : -1;

    /// <summary>The mapping does not move, so its address is good for as long as the file is open.</summary>
    private byte* Start(string name) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(checkpoint.Span(name, 0, 0)));

    private static long Blocks(long elements) => (elements + BlockScaledWeights.BlockSize - 1) / BlockScaledWeights.BlockSize;
}
