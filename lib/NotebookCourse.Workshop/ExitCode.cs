namespace NotebookCourse.Workshop;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCode
{
    public const int Good = 0;

    /// <summary>A lesson or a check failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage, or input that is not there or cannot be read.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl+C.</summary>
    public const int Stopped = 130;
}
