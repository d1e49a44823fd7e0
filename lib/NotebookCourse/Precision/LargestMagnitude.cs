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

        uint result = 0;
        for (int lane = 0; lane < Vector512<uint>.Count; lane++)
            result = Math.Max(result, largest[lane]);
        for (; done < bits.Length; done++)
            result = Math.Max(result, bits[done] & Magnitude);
        return result;
    }
}
