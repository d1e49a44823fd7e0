using System.Runtime.InteropServices;

namespace NotebookCourse.Text;

/// <summary>
/// Remembers the ids of short pieces: text repeats itself, and a piece seen before costs one hash and one
/// comparison. When it is full it forgets everything, which keeps it bounded without bookkeeping on the fast path.
/// Not safe for use by two threads at once.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer pieces repeat too rarely to be kept.</summary>
    public const int LongestPiece = 32;

    private const int Slots = 1 << 16;
    private const int Fullest = Slots / 2;

    private readonly Entry[] _entries = new Entry[Slots];
    private readonly IdBuffer _ids = new();
    private char[] _text = new char[1 << 16];
    private int _textLength;
    private int _count;

    /// <summary>The ids of a piece, if it is remembered.</summary>
    public bool TryGet(ReadOnlySpan<char> piece, out ReadOnlySpan<int> ids)
    {
        ref Entry entry = ref _entries[Slot(piece)];
        if (entry.Length == 0)
        {
            ids = default;
            return false;
        }

        ids = _ids.From(entry.IdStart)[..entry.IdCount];
        return true;
    }

    /// <summary>Remembers the ids of a piece that is neither empty nor longer than <see cref="LongestPiece"/>.</summary>
    public void Add(ReadOnlySpan<char> piece, ReadOnlySpan<int> ids)
    {
        if (_count == Fullest)
            Forget();
        if (_textLength + piece.Length > _text.Length)
            Array.Resize(ref _text, 2 * _text.Length);

        ref Entry entry = ref _entries[Slot(piece)];
        entry = new Entry(_textLength, _ids.Count, (byte)piece.Length, (byte)ids.Length);
        piece.CopyTo(_text.AsSpan(_textLength));
        _textLength += piece.Length;
        _ids.AddRange(ids);
        _count++;
    }

    private void Forget()
    {
        Array.Clear(_entries);
        _ids.Clear();
        _textLength = 0;
        _count = 0;
    }

    /// <summary>The slot that holds the piece, or the empty slot where it would go.</summary>
    private int Slot(ReadOnlySpan<char> piece)
    {
        int slot = (int)(Hash(piece) & (Slots - 1));
        while (true)
        {
            ref Entry entry = ref _entries[slot];
            if (entry.Length == 0)
                return slot;
            if (entry.Length == piece.Length && piece.SequenceEqual(_text.AsSpan(entry.TextStart, entry.Length)))
                return slot;
            slot = (slot + 1) & (Slots - 1);
        }
    }

    /// <summary>Four characters at a time, multiplied and folded.</summary>
    private static uint Hash(ReadOnlySpan<char> piece)
    {
        const ulong factor = 0x9E3779B97F4A7C15UL;
        ulong hash = (ulong)piece.Length;
        while (piece.Length >= 4)
        {
            hash = Fold((hash ^ MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(piece))) * factor);
            piece = piece[4..];
        }

        ulong rest = 0;
        foreach (char letter in piece)
            rest = (rest << 16) | letter;
        return (uint)Fold((hash ^ rest) * factor);
    }

    private static ulong Fold(ulong value) => value ^ (value >> 32);

    /// <summary>Where a piece and its ids lie; a length of 0 marks an empty slot.</summary>
    private readonly record struct Entry(int TextStart, int IdStart, byte Length, byte IdCount);
}
