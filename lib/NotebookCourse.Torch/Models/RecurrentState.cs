using NotebookCourse.Attention;
using static TorchSharp.torch;

namespace NotebookCourse.Models;

/// <summary>
/// What an <see cref="RnnModel"/> keeps: its state after each call. It cannot undo single tokens, so taking back goes to
/// the latest state not after the wanted length, and <see cref="Length"/> says where that is.
/// </summary>
public sealed class RecurrentState : LayerCache
{
    private readonly List<(long Length, Tensor Hidden, Tensor Cell)> _states = [];

    /// <inheritdoc/>
    public override long Length => _states.Count == 0 ? 0 : _states[^1].Length;

    /// <inheritdoc/>
    public override long Bytes => _states.Count == 0 ? 0 : 2 * _states[^1].Hidden.numel() * _states[^1].Hidden.element_size();

    /// <summary>Hidden and cell state, each [layer, batch, hidden]; null before the first token.</summary>
    internal (Tensor, Tensor)? Latest => _states.Count == 0 ? null : (_states[^1].Hidden, _states[^1].Cell);

    /// <inheritdoc/>
    public override void Truncate(long length)
    {
        while (_states.Count > 0 && _states[^1].Length > length)
        {
            _states[^1].Hidden.Dispose();
            _states[^1].Cell.Dispose();
            _states.RemoveAt(_states.Count - 1);
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => Truncate(0);

    internal void Append(long tokens, Tensor hidden, Tensor cell) =>
        _states.Add((Length + tokens, hidden.detach().DetachFromDisposeScope(), cell.detach().DetachFromDisposeScope()));
}
