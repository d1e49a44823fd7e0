using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Tests;

/// <summary>The worked example of <c>notebooks/source/README.md</c>, and small changes to it.</summary>
internal static class Samples
{
    public const string FileName = "01-perplexity.md";

    private const string Open = "`````markdown\n";

    /// <summary>The repository this test was built from.</summary>
    public static CourseFolder Repository { get; } = CourseFolder.Find();

    /// <summary>The example's text.</summary>
    public static string Source { get; } = ReadExample();

    /// <summary>The example with one passage replaced; the passage must be there.</summary>
    public static string With(string passage, string replacement)
    {
        Assert.Contains(passage, Source);
        return Source.Replace(passage, replacement);
    }

    public static Lesson Parse(string source, string fileName = FileName) =>
        LessonParser.Parse(Path.Combine(Repository.Sources, fileName), source);

    private static string ReadExample()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Sources, "README.md")).ReplaceLineEndings("\n");
        int start = readme.IndexOf(Open, StringComparison.Ordinal) + Open.Length;
        return readme[start..readme.IndexOf("\n`````\n", start, StringComparison.Ordinal)] + "\n";
    }
}
