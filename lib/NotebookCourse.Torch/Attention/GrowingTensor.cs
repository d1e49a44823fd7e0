using NotebookCourse.Layers;
using static TorchSharp.torch;

namespace NotebookCourse.Attention;

/// <summary>A tensor that grows along one dimension, with room to spare: appending a token copies that token, not the whole history.</summary>
internal sealed class GrowingTensor(int rank, int dimension) : IDisposable
{
    private Tensor? _storage;

    public long Length { get; private set; }

    public long Bytes => _storage is null ? 0 : _storage.numel() / _storage.shape[dimension] * Length * _storage.ElementSize;

    /// <summary>Appends and returns everything so far, a view that is good until the next call.</summary>
    public Tensor Append(Tensor addition)
    {
        Check(addition);
        long added = addition.shape[dimension];
        Reserve(addition, Length + added);
        using (Tensor room = _storage!.narrow(dimension, Length, added))
            room.copy_(addition);
        Length += added;
        return _storage.narrow(dimension, 0, Length);
    }

    /// <summary>Requires what can be appended, so that of two tensors that grow together none grows alone.</summary>
    public void Check(Tensor addition)
    {
        if (addition.requires_grad)
            throw new InvalidOperationException("A cache keeps no gradients: use it inside torch.no_grad(), or train without a cache.");
        long[] expected = [.. _storage?.shape ?? Enumerable.Repeat(Shape.Any, rank)];
        expected[dimension] = Shape.Any;
        Shape.Require(addition, "What is appended to the cache", expected);
        if (_storage is not null && addition.dtype != _storage.dtype)
            throw new ArgumentException($"What is appended to the cache is {addition.dtype} {Shape.Of(addition)}, expected {_storage.dtype} as before.");
    }

    public void Truncate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    public void Dispose()
    {
        _storage?.Dispose();
        _storage = null;
        Length = 0;
    }

    private void Reserve(Tensor like, long needed)
    {
        if (_storage is not null && _storage.shape[dimension] >= needed)
            return;
        using var scope = NewDisposeScope();
        long[] sizes = [.. like.shape];
        sizes[dimension] = Math.Max(16, Math.Max(needed, 2 * Length));
        Tensor larger = empty(sizes, dtype: like.dtype, device: like.device);
        if (_storage is not null && Length > 0)
            larger.narrow(dimension, 0, Length).copy_(_storage.narrow(dimension, 0, Length));
        _storage?.Dispose();
        _storage = larger.DetachFromDisposeScope();
    }
}
