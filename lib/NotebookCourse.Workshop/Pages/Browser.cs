using System.ComponentModel;
using System.Diagnostics;

namespace NotebookCourse.Workshop.Pages;

/// <summary>The machine's own browser.</summary>
internal static class Browser
{
    private static readonly TimeSpan Refusal = TimeSpan.FromSeconds(2);

    /// <summary>Opens an address.</summary>
    /// <returns>Whether something took it; a machine without a screen has nothing that does.</returns>
    public static bool Open(Uri address)
    {
        ProcessStartInfo start = OperatingSystem.IsWindows() ? new(address.AbsoluteUri) { UseShellExecute = true }
            : OperatingSystem.IsMacOS() ? new("open", [address.AbsoluteUri])
            : new("xdg-open", [address.AbsoluteUri]) { RedirectStandardError = true, RedirectStandardOutput = true };
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("DISPLAY") is null && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null)
            return false;
        try
        {
            using Process? process = Process.Start(start);
            return process is null || !process.WaitForExit(Refusal) || process.ExitCode == 0; // one that stays is the browser itself
        }
        catch (Win32Exception)
        {
            return false; // there is no such program; the address is printed
        }
    }
}
