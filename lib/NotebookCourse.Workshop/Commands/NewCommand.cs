using System.CommandLine;
using System.Text;
using NotebookCourse.Exercises;
using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>new</c>: a lesson to start writing from.</summary>
internal static class NewCommand
{
    public static Command Create(CourseFolder folder)
    {
        var number = new Argument<int>("NN") { Description = "The lesson's number, 0 to 99." };
        var name = new Argument<string>("NAME") { Description = "Lower-case words joined by dashes." };
        var command = new Command("new", "Writes the skeleton of a lesson into notebooks/source.") { number, name };
        command.SetAction(parsed => Write(folder, parsed.GetValue(number), parsed.GetValue(name)!));
        return command;
    }

    private static int Write(CourseFolder folder, int number, string name)
    {
        if (number is < 0 or > 99)
            throw new UsageException($"'{number}' is not a lesson's number; expected 0 to 99.");
        if (!Exercise.IsName(name))
            throw new UsageException($"'{name}' is not a lesson's name; expected lower-case words joined by dashes, such as causal-mask.");
        if (LessonLibrary.Files(folder).FirstOrDefault(file => Path.GetFileName(file).StartsWith($"{number:00}-", StringComparison.Ordinal)) is { } taken)
            throw new UsageException($"Lesson {number:00} is there already: {Path.GetRelativePath(folder.Root, taken)}.");

        string file = Path.Combine(folder.Sources, $"{number:00}-{name}.md");
        AtomicFile.Write(file, Encoding.UTF8.GetBytes(LessonSkeleton.Write(number, name)));
        Console.WriteLine(Path.GetRelativePath(folder.Root, file));
        Console.Error.WriteLine($"Write it as notebooks/source/README.md says, then: dotnet course.cs build {number:00} && dotnet course.cs check {number:00}");
        return ExitCode.Good;
    }
}
