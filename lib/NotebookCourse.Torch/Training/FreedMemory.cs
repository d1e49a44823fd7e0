using System.Runtime.InteropServices;

namespace NotebookCourse.Training;

/// <summary>
/// What the C library does with memory that tensors have freed. Every step of training asks for the same hundreds of megabytes again, and by
/// default glibc gives blocks of that size back to the system at once: each step would spend an eighth of its time on pages that
/// the system clears and maps anew. Elsewhere than on glibc nothing is changed.
/// </summary>
public static partial class FreedMemory
{
    private const int TrimThreshold = -1, MapThreshold = -3; // M_TRIM_THRESHOLD, M_MMAP_THRESHOLD of malloc.h
    private const int MB = 1 << 20;

    private static readonly bool OnGlibc = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "mallopt", out _);

    /// <summary>From now on freed memory stays with the process, up to 2 GB.</summary>
    public static void Keep()
    {
        if (!OnGlibc)
            return;
        SetOption(TrimThreshold, int.MaxValue);
        SetOption(MapThreshold, int.MaxValue);
    }

    /// <summary>Gives back what is free now, and from now on what glibc would by itself in a program with blocks of this size.</summary>
    public static void Return()
    {
        if (!OnGlibc)
            return;
        SetOption(TrimThreshold, 64 * MB);
        SetOption(MapThreshold, 32 * MB);
        Trim(0);
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
