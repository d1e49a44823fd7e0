namespace NotebookCourse.Precision;

/// <summary>
/// When to store past the caches. An ordinary store first reads the line it writes to, and what is larger than the caches
/// pushes everything else out of them: for such a destination both are in vain, and memcpy avoids them too.
/// </summary>
internal static unsafe class PastCaches
{
    private const long Caches = 16 << 20; // bytes; about what one core may call its own of the last level
    private const int Alignment = 64;     // bytes; such a store writes a whole aligned line

    /// <summary>Whether a destination of this many elements is better stored past the caches.</summary>
    public static bool Pays<T>(T* destination, int elements)
        where T : unmanaged =>
        (long)elements * sizeof(T) > Caches && (nuint)destination % (nuint)sizeof(T) == 0;

    /// <summary>The first element behind the destination's first that is aligned: 1 to 64 bytes on.</summary>
    public static int FirstAligned<T>(T* destination)
        where T : unmanaged => (int)((Alignment - (nuint)destination % Alignment) / (nuint)sizeof(T));

    /// <summary>What was stored past the caches is seen by other threads only after this.</summary>
    public static void Finish() => Interlocked.MemoryBarrier();
}
