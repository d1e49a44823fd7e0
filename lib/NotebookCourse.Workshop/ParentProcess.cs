using System.Diagnostics;
using System.Globalization;

namespace NotebookCourse.Workshop;

/// <summary>The <c>dotnet course.cs</c> that started this program: when it is killed, nobody else would end this.</summary>
internal static class ParentProcess
{
    /// <summary>The environment variable in which it names its process.</summary>
    public const string Variable = "NOTEBOOKCOURSE_PARENT";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Calls when it has ended. Nothing is watched if the environment names none.</summary>
    /// <returns>Ends the watching.</returns>
    public static IDisposable? Watch(Action ended) =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out int parent)
            ? new Timer(_ => CallIfGone(parent, ended), null, Interval, Interval)
            : null;

    private static void CallIfGone(int parent, Action ended)
    {
        try
        {
            using var process = Process.GetProcessById(parent);
            if (process.HasExited)
                ended();
        }
        catch (ArgumentException)
        {
            ended();
        }
    }
}
