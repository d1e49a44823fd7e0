using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NotebookCourse.Precision;

/// <summary>
/// The largest magnitude in a span, as the bits of a float without its sign. Such bits are ordered as the magnitudes are,
/// with infinity and then NaN on top: one comparison of integers finds all three.
/// </summary>
internal static class LargestMagnitude
{
    private const uint Magnitude = 0x7FFFFFFF;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint BitsOf(ReadOnlySpan<float> values)
    {
        var bits = MemoryMarshal.Cast<float, uint>(values);
        var largest = Vector512<uint>.Zero;
        int done = 0;
        for (; done <= bits.Length - Vector512<uint>.Count; done += Vector512<uint>.Count)
            largest = Vector512.Max(largest, Vector512.Create(bits[done..]) & Vector512.Create(Magnitude));

        uint result = OfLanes(largest);
        for (; done < bits.Length; done++)
            result = Math.Max(result, bits[done] & Magnitude);
        return result;
    }

    private static uint OfLanes(Vector512<uint> lanes)
    {
        var eight = Vector256.Max(lanes.GetLower(), lanes.GetUpper());
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        var two = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2u, 3, 0, 1)));
        return Math.Max(two[0], two[1]);
    }
}
