using System.CommandLine;
using TorchSharp;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>doctor</c>: whether this machine can run the course.</summary>
internal static class DoctorCommand
{
    public static Command Create(CourseFolder course)
    {
        var command = new Command("doctor", "Checks what the course needs on this machine.");
        command.SetAction(_ =>
        {
            Console.WriteLine($"course   {course.Root}");
            Console.WriteLine($"runtime  .NET {Environment.Version}, {Environment.ProcessorCount} processors");
            Console.WriteLine($"libtorch {torch.ones(2, 2).sum().item<float>()} = 4");
            return 0;
        });
        return command;
    }
}
