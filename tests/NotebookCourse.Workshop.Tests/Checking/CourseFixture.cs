using NotebookCourse.Workshop.Building;
using NotebookCourse.Workshop.Checking;
using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Running;

namespace NotebookCourse.Workshop.Tests.Checking;

/// <summary>A course of one lesson, in a folder whose path has blanks and Chinese characters.</summary>
public sealed class CourseFixture : IDisposable
{
    public CourseFixture()
    {
        Folder = new CourseFolder(Directory.CreateTempSubdirectory("course 课程 ").FullName);
        Directory.CreateDirectory(Folder.Sources);
        File.WriteAllText(
            Path.Combine(Folder.Root, "notebooks", "course.csx"),
            $"#r \"{Path.Combine(AppContext.BaseDirectory, "NotebookCourse.dll")}\"\n");
        Write(Samples.Source);
    }

    internal CourseFolder Folder { get; }

    internal string Source => Path.Combine(Folder.Sources, Samples.FileName);

    internal string Notebook(string language) => Path.Combine(Folder.Notebooks(language), "01-perplexity.ipynb");

    internal void Write(string source) => File.WriteAllText(Source, source);

    internal async Task<LessonRun> BuildAsync(string language)
    {
        Course course = Course.Load(Folder);
        var build = new LessonBuild(Folder, course, Runner());
        build.WriteTexts(course.Lessons[0]);
        return (await build.WriteAsync(course.Lessons[0], language, _ => { }, CancellationToken.None)).Run;
    }

    internal string[] BuildStored(string language)
    {
        Course course = Course.Load(Folder);
        return [.. new LessonBuild(Folder, course, Runner()).WriteStored(course.Lessons[0], language).Select(problem => problem.ToString())];
    }

    internal async Task<string[]> CheckAsync(string language, bool withExercises = false)
    {
        Course course = Course.Load(Folder);
        var check = new LessonCheck(Folder, course, Runner(), course.Lessons[0]);
        List<LessonProblem> problems = [.. check.CheckStored(language)];
        problems.AddRange((await check.CheckRunAsync(language, withExercises, _ => { }, CancellationToken.None)).Problems);
        return [.. problems.Select(problem => problem.ToString())];
    }

    public void Dispose()
    {
        Directory.Delete(Folder.Root, recursive: true);
    }

    private LessonRunner Runner() => new(Folder, Sessions.Starter(Sessions.Embedded));
}
