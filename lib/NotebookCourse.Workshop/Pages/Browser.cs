using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace NotebookCourse.Workshop.Pages;

/// <summary>
/// The machine's own browser. Every user of a machine sees the arguments of every program, so it is not given an address with a
/// token, but a file that only this user can read and that leads there.
/// </summary>
internal static class Browser
{
    private static readonly TimeSpan Refusal = TimeSpan.FromSeconds(2);

    /// <summary>Opens an address.</summary>
    /// <param name="address">Where to go.</param>
    /// <param name="folder">Where the file may be written.</param>
    /// <param name="stop">Gives up waiting for the browser.</param>
    /// <returns>The file, which the browser may still have to read; null if nothing took it: a machine without a screen has nothing that does.</returns>
    public static async Task<string?> OpenAsync(Uri address, string folder, CancellationToken stop)
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("DISPLAY") is null && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null)
            return null;
        string? file = null;
        try
        {
            file = WriteFile(address, folder);
            ProcessStartInfo start = OperatingSystem.IsWindows() ? new(file) { UseShellExecute = true }
                : new(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [file]) { RedirectStandardError = true, RedirectStandardOutput = true };
            using Process? process = Process.Start(start);
            if (process is null || await IsTakenAsync(process, stop))
                return file;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
        {
            // There is no such program, or no place for the file; the address is printed.
        }

        if (file is not null)
            File.Delete(file);
        return null;
    }

    /// <summary>Writes a page that leads to an address and that nobody else can read.</summary>
    public static string WriteFile(Uri address, string folder)
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, $"open-{Guid.NewGuid():N}.html");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, Encoding.UTF8, options);
        string link = Html.Text(address.AbsoluteUri);
        writer.Write($"<!doctype html><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\"><meta http-equiv=\"refresh\" content=\"0; url={link}\"><a href=\"{link}\">{Html.Text(address.Authority)}</a>\n");
        return file;
    }

    /// <summary>Whether a program took the file: it ends well, or stays, and is the browser itself.</summary>
    private static async Task<bool> IsTakenAsync(Process process, CancellationToken stop)
    {
        Task exit = process.WaitForExitAsync(stop);
        return await Task.WhenAny(exit, Task.Delay(Refusal, stop)) != exit || stop.IsCancellationRequested || process.ExitCode == 0;
    }
}
