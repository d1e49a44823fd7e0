using NotebookCourse.Attention;

namespace NotebookCourse.Models;

/// <summary>What a model keeps of the tokens it has read: one cache a layer.</summary>
/// <param name="layers">The layers' caches, in order; owned from now on.</param>
public sealed class ModelCache(IReadOnlyList<LayerCache> layers) : IDisposable
{
    /// <summary>The layers' caches, in order.</summary>
    public IReadOnlyList<LayerCache> Layers { get; } = layers;

    /// <summary>Tokens kept.</summary>
    public long Length => Layers.Count == 0 ? 0 : Layers[0].Length;

    /// <summary>Bytes they take in all layers.</summary>
    public long Bytes => Layers.Sum(layer => layer.Bytes);

    /// <summary>Forgets everything after the first tokens; for taking back a guess.</summary>
    /// <param name="length">Tokens to keep. Range: 0 to <see cref="Length"/>.</param>
    public void Truncate(long length)
    {
        foreach (LayerCache layer in Layers)
            layer.Truncate(length);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        foreach (LayerCache layer in Layers)
            layer.Dispose();
    }
}
