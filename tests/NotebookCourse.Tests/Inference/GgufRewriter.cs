using NotebookCourse.Checkpoints;

namespace NotebookCourse.Tests.Inference;

/// <summary>Writes a GGUF file anew with something changed.</summary>
internal static class GgufRewriter
{
    /// <param name="source">The file.</param>
    /// <param name="target">The changed file.</param>
    /// <param name="tensors">A tensor's new bytes, as many as before; null to leave it out.</param>
    /// <param name="metadata">A pair's new value.</param>
    public static void Rewrite(string source, string target, Func<GgufTensor, byte[], byte[]?> tensors, Func<KeyValuePair<string, object>, object> metadata)
    {
        using var file = GgufFile.Open(source);
        List<GgufTensorToWrite> kept = [];
        foreach (GgufTensor tensor in file.Tensors)
        {
            if (tensors(tensor, file.Span(tensor, 0, (int)tensor.Bytes).ToArray()) is { } bytes)
                kept.Add(new GgufTensorToWrite(tensor.Name, tensor.Type, tensor.Shape, stream => stream.Write(bytes)));
        }

        GgufWriter.Write(target, [.. file.Metadata.Select(pair => new KeyValuePair<string, object>(pair.Key, Writable(metadata(pair))))], kept);
    }

    private static object Writable(object value) => value is object[] list and not string[]? list.Cast<int>().ToArray() : value;
}
