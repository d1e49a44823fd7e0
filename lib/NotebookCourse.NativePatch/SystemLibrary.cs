using System.Runtime.InteropServices;
using System.Text;

namespace NotebookCourse.NativePatch;

/// <summary>Questions to the shared libraries of this machine.</summary>
internal static class SystemLibrary
{
    /// <summary>Whether the loader's own choice for <paramref name="library"/> defines the symbol version <paramref name="version"/>.</summary>
    /// <remarks>The library is loaded and found again in this process's memory map: no search path is guessed.</remarks>
    public static bool Provides(string library, string version)
    {
        if (!NativeLibrary.TryLoad(library, out nint handle))
            return false;

        try
        {
            string? path = File.ReadLines("/proc/self/maps")
                .Select(line => line[(line.LastIndexOf(' ') + 1)..])
                .FirstOrDefault(mapped => Path.GetFileName(mapped).StartsWith(library, StringComparison.Ordinal));
            return path is not null
                && File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.ASCII.GetBytes(version + "\0")) >= 0;
        }
        finally
        {
            NativeLibrary.Free(handle);
        }
    }
}
