using System.CommandLine;
using NotebookCourse.Workshop.Probes;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>doctor</c>: whether this machine can run the course.</summary>
internal static class DoctorCommand
{
    public static Command Create(CourseFolder course)
    {
        var command = new Command("doctor", "Checks what the course needs on this machine, and says what to do where it is missing.");
        command.SetAction(_ => Show(course));
        return command;
    }

    private static int Show(CourseFolder course)
    {
        bool good = true;
        foreach (Probe probe in MachineProbes.All(course))
        {
            good &= probe.IsGood;
            Console.WriteLine($"{Terminal.Pad(probe.IsGood ? Language.Pick("ok", "好") : Language.Pick("NO", "缺"), 3)} {Terminal.Pad(probe.What, 12)} {probe.Found}");
            if (probe.Advice.Length > 0)
                Console.WriteLine($"    {"",-12} {probe.Advice}");
        }

        return good ? ExitCode.Good : ExitCode.Failed;
    }
}
