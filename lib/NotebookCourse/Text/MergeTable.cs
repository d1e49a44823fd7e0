using System.Numerics;

namespace NotebookCourse.Text;

/// <summary>
/// Which token two neighbours merge into: an open-addressing hash table from a pair of ids to the merged id. Since
/// every merge makes one new token and ids are given in order of the merges, the smaller id is the earlier merge,
/// so the merged id serves as the rank too.
/// </summary>
internal sealed class MergeTable
{
    /// <summary>What <see cref="Find"/> answers for two tokens that never merge.</summary>
    public const int None = -1;

    private readonly ulong[] _pairs;
    private readonly int[] _merged;
    private readonly int _shift;

    /// <summary>A table of merges; merge number i makes token <paramref name="firstMergedId"/> + i.</summary>
    public MergeTable(ReadOnlySpan<(int Left, int Right)> merges, int firstMergedId)
    {
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, merges.Length * 2));
        _shift = 64 - BitOperations.Log2((uint)capacity);
        _pairs = new ulong[capacity];
        _merged = new int[capacity];
        Array.Fill(_merged, None);
        for (int i = 0; i < merges.Length; i++)
        {
            int slot = Slot(Pair(merges[i].Left, merges[i].Right));
            if (_merged[slot] != None)
                throw new InvalidDataException($"Merge {i} ({merges[i].Left} {merges[i].Right}) is merge {_merged[slot] - firstMergedId} again: a pair merges only once.");
            _pairs[slot] = Pair(merges[i].Left, merges[i].Right);
            _merged[slot] = firstMergedId + i;
        }
    }

    /// <summary>The id that the pair merges into, or <see cref="None"/>.</summary>
    public int Find(int left, int right) => _merged[Slot(Pair(left, right))];

    private static ulong Pair(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>The slot that holds the pair, or the empty slot where it would go.</summary>
    private int Slot(ulong pair)
    {
        int slot = (int)((pair * 0x9E3779B97F4A7C15UL) >> _shift);
        while (_merged[slot] != None && _pairs[slot] != pair)
            slot = (slot + 1) & (_pairs.Length - 1);
        return slot;
    }
}
