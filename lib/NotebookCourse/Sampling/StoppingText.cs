using System.Text;

namespace NotebookCourse.Sampling;

/// <summary>
/// Turns the bytes of generated tokens into text that can be shown at once: only whole characters, and nothing that may
/// still turn out to be the beginning of a stop sequence. A token may end inside a character, and a stop sequence may
/// begin or end inside a token; the text ends exactly before it.
/// </summary>
/// <param name="stops">Texts that end the output; none may be empty.</param>
public sealed class StoppingText(IReadOnlyList<string> stops)
{
    private readonly byte[][] _stops = [.. stops.Select(stop => stop.Length > 0
        ? Encoding.UTF8.GetBytes(stop)
        : throw new ArgumentException("A stop sequence is empty; it would end the text before it begins.", nameof(stops)))];

    private readonly List<byte> _pending = [];

    /// <summary>Whether a stop sequence was found; nothing more comes out after it.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes a token's bytes and returns the text that is now certain, possibly empty.</summary>
    /// <param name="bytes">The token's bytes; any, also half a character.</param>
    public string Push(ReadOnlySpan<byte> bytes)
    {
        if (Stopped)
            return "";
        _pending.AddRange(bytes);
        byte[] pending = [.. _pending];
        int stop = FirstStop(pending);
        if (stop >= 0)
        {
            Stopped = true;
            _pending.Clear();
            return Encoding.UTF8.GetString(pending.AsSpan(0, WholeCharacters(pending.AsSpan(0, stop))));
        }

        int certain = WholeCharacters(pending.AsSpan(0, pending.Length - LongestHeldBack(pending)));
        _pending.RemoveRange(0, certain);
        return Encoding.UTF8.GetString(pending.AsSpan(0, certain));
    }

    /// <summary>The text still held back, when no more tokens come; half a character at the very end is dropped.</summary>
    public string Finish()
    {
        byte[] pending = [.. _pending];
        _pending.Clear();
        return Encoding.UTF8.GetString(pending.AsSpan(0, WholeCharacters(pending)));
    }

    /// <summary>
    /// Where the stop sequence begins that is complete first, or -1: what ends the text must not depend on how it is cut into
    /// tokens. Of several that end together the longest counts.
    /// </summary>
    private int FirstStop(ReadOnlySpan<byte> pending)
    {
        int first = -1, firstEnd = int.MaxValue;
        foreach (byte[] stop in _stops)
        {
            int at = pending.IndexOf(stop), end = at + stop.Length;
            if (at >= 0 && (end < firstEnd || (end == firstEnd && at < first)))
                (first, firstEnd) = (at, end);
        }

        return first;
    }

    /// <summary>Length of the longest end of the bytes that is a beginning of some stop sequence.</summary>
    private int LongestHeldBack(ReadOnlySpan<byte> pending)
    {
        int longest = 0;
        foreach (byte[] stop in _stops)
        {
            for (int length = Math.Min(stop.Length - 1, pending.Length); length > longest; length--)
            {
                if (pending.EndsWith(stop.AsSpan(0, length)))
                    longest = length;
            }
        }

        return longest;
    }

    /// <summary>Bytes before an unfinished character at the end, which may be completed later.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            byte lead = bytes[^back];
            if ((lead & 0xC0) == 0x80)
                continue; // a continuation byte: look further back
            int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
            return length > back ? bytes.Length - back : bytes.Length;
        }

        return bytes.Length;
    }
}
