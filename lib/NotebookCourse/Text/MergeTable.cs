using System.Numerics;

namespace NotebookCourse.Text;

/// <summary>
/// Which merge two neighbours take part in: an open-addressing hash table from a pair of ids to the merge's number. The smaller
/// number is the earlier merge, which goes first.
/// </summary>
internal sealed class MergeTable
{
    /// <summary>What <see cref="Find"/> answers for two tokens that never merge.</summary>
    public const int None = -1;

    private readonly ulong[] _pairs;
    private readonly int[] _merged; // numbers of merges
    private readonly BpeVocabulary _vocabulary;
    private readonly int _shift;

    /// <summary>The table of a vocabulary's merges.</summary>
    /// <exception cref="InvalidDataException">A pair is merged twice.</exception>
    public MergeTable(BpeVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        var merges = vocabulary.Merges;
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, merges.Count * 2));
        _shift = 64 - BitOperations.Log2((uint)capacity);
        _pairs = new ulong[capacity];
        _merged = new int[capacity];
        Array.Fill(_merged, None);
        for (int i = 0; i < merges.Count; i++)
        {
            int slot = Slot(Pair(merges[i].Left, merges[i].Right));
            if (_merged[slot] != None)
                throw new InvalidDataException($"Merge {i} ({merges[i].Left} {merges[i].Right}) is merge {_merged[slot]} again: a pair merges only once.");
            _pairs[slot] = Pair(merges[i].Left, merges[i].Right);
            _merged[slot] = i;
        }
    }

    /// <summary>The number of the merge that joins the pair, or <see cref="None"/>.</summary>
    public int Find(int left, int right) => _merged[Slot(Pair(left, right))];

    /// <summary>The token that a merge makes.</summary>
    public int TokenOf(int merge) => _vocabulary.MergedId(merge);

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
