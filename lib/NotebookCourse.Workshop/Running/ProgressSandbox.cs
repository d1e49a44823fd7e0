using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Running;

/// <summary>An empty progress folder, so that building and checking neither read nor change what a learner has done.</summary>
internal sealed class ProgressSandbox : IDisposable
{
    public ProgressSandbox() => Folder = Directory.CreateTempSubdirectory("notebook-course-").FullName;

    public string Folder { get; }

    /// <summary>The environment that a session needs to use it.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables => new Dictionary<string, string> { [Progress.EnvironmentVariable] = Folder };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
