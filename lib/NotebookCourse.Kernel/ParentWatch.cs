using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NotebookCourse.Kernel;

/// <summary>Ends this process when the one that started it is gone without a word: nobody else would.</summary>
internal static partial class ParentWatch
{
    /// <summary>The variable in which our own client names its process.</summary>
    public const string Variable = "NOTEBOOK_KERNEL_PARENT";

    // On Windows, Jupyter's variable holds a handle and not a process.
    private const string JupyterVariable = "JPY_PARENT_PID";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // What a cell has hung on the end of the process may take this long, and no longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Watches the process that the environment names; none if it names none.</summary>
    public static void Start()
    {
        string? named = Environment.GetEnvironmentVariable(Variable) ?? (OperatingSystem.IsWindows() ? null : Environment.GetEnvironmentVariable(JupyterVariable));
        if (!int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out int parent) || parent <= 1 || !IsAlive(parent))
            return;
        bool isOwn = !OperatingSystem.IsWindows() && ParentId() == parent;
        Background("parent watch", () =>
        {
            while (isOwn ? ParentId() == parent : IsAlive(parent))
                Thread.Sleep(Interval);
            End();
        });
    }

    private static void End()
    {
        Background("last resort", () =>
        {
            Thread.Sleep(Patience);
            Process.GetCurrentProcess().Kill();
        });
        Environment.Exit(1);
    }

    private static void Background(string name, Action action) => new Thread(() => action()) { IsBackground = true, Name = name }.UnsafeStart();

    /// <summary>Whether a process runs. One that has ended and was not fetched by its parent (a container without an init) does not.</summary>
    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !IsZombie(id);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsZombie(int id)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            string line = File.ReadAllText($"/proc/{id}/stat"); // the name is in brackets and may hold anything; the state follows
            return line.LastIndexOf(')') is var end and > 0 && line.AsSpan(end + 1).TrimStart() is ['Z' or 'X', ..];
        }
        catch (IOException)
        {
            return true; // it is gone
        }
    }

    /// <summary>The process that this one is a child of: another one as soon as that has ended.</summary>
    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentId();
}
