using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NotebookCourse.Kernel.Client;

/// <summary>
/// The temporary folder of one kernel: its connection file and its notes. The name says which process made it, so that what a
/// killed program has left behind is found and removed by the next one.
/// </summary>
internal static partial class KernelFolder
{
    private static int _swept;

    /// <summary>Makes one; the first time in a process, those that nobody uses any more are removed.</summary>
    public static string Create()
    {
        if (Interlocked.Exchange(ref _swept, 1) == 0)
            Sweep(Path.GetTempPath());
        return Directory.CreateTempSubdirectory($"kernel-{Environment.ProcessId}-").FullName;
    }

    /// <summary>Removes one; what cannot be removed stays for the system's cleaner.</summary>
    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is gone already, somebody else's, or still open: none of it concerns the learner.
        }
    }

    /// <summary>Removes the folders in <paramref name="parent"/> whose makers have ended.</summary>
    public static void Sweep(string parent)
    {
        foreach (string folder in Directory.EnumerateDirectories(parent, "kernel-*"))
        {
            if (Name().Match(Path.GetFileName(folder)) is { Success: true } match
                && int.TryParse(match.Groups["maker"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int maker)
                && !IsRunning(maker))
            {
                Remove(folder);
            }
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^kernel-(?<maker>\d+)-")]
    private static partial Regex Name();
}
