using System.Buffers;

namespace NotebookCourse.Text;

/// <summary>
/// Byte-pair encoding of one piece: start with one token a byte, then merge neighbours, always the pair that was
/// learned first and, among equals, the leftmost, until no neighbours are in the table. (Sennrich, Haddow and Birch
/// 2016, section 3.2; on bytes: Radford et al. 2019, section 2.2.)
/// </summary>
/// <remarks>
/// The tokens of a piece form a doubly linked list and the possible merges a heap. A merge touches its two
/// neighbours only, so a piece of n bytes takes O(n log n), where looking for the best pair again after each merge
/// takes O(n²).
/// </remarks>
internal sealed class BytePairEncoding(int[] byteIds, MergeTable merges)
{
    private const int OnStack = 128;

    /// <summary>Appends the ids of <paramref name="piece"/> to <paramref name="ids"/>.</summary>
    public void Encode(ReadOnlySpan<byte> piece, IdBuffer ids)
    {
        if (piece.Length <= 1)
        {
            foreach (byte only in piece)
                ids.Add(byteIds[only]);
            return;
        }

        if (piece.Length <= OnStack)
        {
            Merge(piece, stackalloc int[3 * piece.Length], stackalloc ulong[3 * piece.Length], ids);
            return;
        }

        int[] links = ArrayPool<int>.Shared.Rent(3 * piece.Length);
        ulong[] heap = ArrayPool<ulong>.Shared.Rent(3 * piece.Length);
        Merge(piece, links, heap, ids);
        ArrayPool<int>.Shared.Return(links);
        ArrayPool<ulong>.Shared.Return(heap);
    }

    /// <summary>
    /// Each of the n - 1 first pairs, and two for each of at most n - 1 merges, enter the heap: 3n places are enough.
    /// </summary>
    private void Merge(ReadOnlySpan<byte> piece, Span<int> links, Span<ulong> storage, IdBuffer ids)
    {
        int count = piece.Length;
        Span<int> tokens = links[..count];
        Span<int> next = links.Slice(count, count);
        Span<int> previous = links.Slice(2 * count, count);
        for (int i = 0; i < count; i++)
        {
            tokens[i] = byteIds[piece[i]];
            next[i] = i + 1;
            previous[i] = i - 1;
        }

        var heap = new MergeHeap(storage);
        for (int i = 0; i + 1 < count; i++)
            PushIfMerges(ref heap, tokens[i], tokens[i + 1], i);

        while (heap.TryPop(out int merge, out int left))
        {
            int right = next[left];
            bool stale = right >= count || tokens[left] < 0 || merges.Find(tokens[left], tokens[right]) != merge;
            if (stale)
                continue;

            int merged = merges.TokenOf(merge);
            tokens[left] = merged;
            tokens[right] = -1; // gone: its bytes belong to the left one now
            int after = next[right];
            next[left] = after;
            if (after < count)
            {
                previous[after] = left;
                PushIfMerges(ref heap, merged, tokens[after], left);
            }

            int before = previous[left];
            if (before >= 0)
                PushIfMerges(ref heap, tokens[before], merged, before);
        }

        for (int i = 0; i < count; i = next[i])
            ids.Add(tokens[i]);
    }

    private void PushIfMerges(ref MergeHeap heap, int left, int right, int position)
    {
        int merge = merges.Find(left, right);
        if (merge != MergeTable.None)
            heap.Push(merge, position);
    }
}
