using System.Diagnostics;
using System.Globalization;

namespace NotebookCourse.Kernel;

/// <summary>Ends this process when the one that started it is gone without a word: nobody else would.</summary>
internal static class ParentWatch
{
    /// <summary>The variable in which our own client names its process.</summary>
    public const string Variable = "NOTEBOOK_KERNEL_PARENT";

    // On Windows, Jupyter's variable holds a handle and not a process.
    private const string JupyterVariable = "JPY_PARENT_PID";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Watches the process that the environment names; none if it names none.</summary>
    public static void Start()
    {
        string? named = Environment.GetEnvironmentVariable(Variable) ?? (OperatingSystem.IsWindows() ? null : Environment.GetEnvironmentVariable(JupyterVariable));
        if (!int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out int parent) || parent <= 1 || !IsAlive(parent))
            return;
        var watch = new Thread(() =>
        {
            while (IsAlive(parent))
                Thread.Sleep(Interval);
            Environment.Exit(1);
        })
        {
            IsBackground = true,
            Name = "parent watch",
        };
        watch.UnsafeStart();
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
