using NotebookCourse.Models;
using static TorchSharp.torch;

namespace NotebookCourse.Sampling;

/// <summary>
/// A torch model as an <see cref="INextTokenModel"/>: keeps a cache of the tokens it has read and computes only those
/// that are new. Tokens that differ from the cached ones, after a taken-back guess for example, are forgotten first.
/// </summary>
/// <param name="model">The model, put into evaluation mode; owned by the caller.</param>
public sealed class CachedModel(LanguageModel model) : INextTokenModel, IDisposable
{
    private readonly ModelCache _cache = model.NewCache();
    private readonly List<int> _read = [];

    /// <inheritdoc/>
    public int VocabularySize => model.VocabularySize;

    /// <inheritdoc/>
    public int ContextLength => model.MaxPositions;

    /// <inheritdoc/>
    public float[][] Logits(ReadOnlySpan<int> tokens, int first)
    {
        if (tokens.IsEmpty || tokens.Length > ContextLength)
            throw new ArgumentException($"{tokens.Length} tokens were given; this model reads 1 to {ContextLength} at once.", nameof(tokens));
        if (first < 0 || first >= tokens.Length)
            throw new ArgumentOutOfRangeException(nameof(first), first, $"The first position wanted is 0 to {tokens.Length - 1}.");
        int known = Math.Min(CommonLength(tokens), first); // what is wanted has to be computed
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        model.eval();
        _cache.Truncate(known);
        known = (int)_cache.Length; // a recurrent model may have to go back further
        _read.RemoveRange(known, _read.Count - known);
        long[] fresh = [.. tokens[known..].ToArray().Select(token => (long)token)];
        bool onlyLast = first == tokens.Length - 1;
        Tensor logits = model.forward(tensor(fresh, 1, fresh.Length), new ForwardOptions { Cache = _cache, LastPositionOnly = onlyLast });
        _read.AddRange(tokens[known..]);
        float[] all = [.. logits.data<float>()];
        return [.. all.Chunk(VocabularySize).Skip(onlyLast ? 0 : first - known)];
    }

    /// <summary>Frees the cache; the model stays.</summary>
    public void Dispose() => _cache.Dispose();

    private int CommonLength(ReadOnlySpan<int> tokens)
    {
        int common = 0;
        while (common < Math.Min(tokens.Length, _read.Count) && tokens[common] == _read[common])
            common++;
        return common;
    }
}
