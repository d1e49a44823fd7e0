using NotebookCourse.Exercises;

namespace NotebookCourse.Tests.Exercises;

/// <summary>A progress folder of a test's own; tests that use it run one after another.</summary>
public sealed class ProgressFolder : IDisposable
{
    public const string Collection = "progress";

    private readonly string? _before = Environment.GetEnvironmentVariable(Progress.EnvironmentVariable);

    public ProgressFolder()
    {
        Path = Directory.CreateTempSubdirectory("progress 进度 ").FullName;
        Environment.SetEnvironmentVariable(Progress.EnvironmentVariable, Path);
    }

    public string Path { get; }

    public string File => System.IO.Path.Combine(Path, "progress.json");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Progress.EnvironmentVariable, _before);
        Directory.Delete(Path, recursive: true);
    }
}
