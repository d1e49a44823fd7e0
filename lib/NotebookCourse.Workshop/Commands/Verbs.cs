using System.CommandLine;

namespace NotebookCourse.Workshop.Commands;

/// <summary>Everything the program can be asked for.</summary>
internal static class Verbs
{
    /// <summary>The program's command, which opens the lessons, and below it every verb.</summary>
    public static RootCommand Create(CourseFolder course)
    {
        var root = new RootCommand("A course in C# notebooks: what a large language model really is, with DeepSeek-V3 as the worked example.")
        {
            SetupCommand.Create(course),
            DoctorCommand.Create(course),
            RunCommand.Create(course),
            ProgressCommand.Create(course),
            ClaimsCommand.Create(course),
            NewCommand.Create(course),
            OpenCommand.Create(course),
            SiteCommand.Create(course),
            BuildCommand.Create(course),
            CheckCommand.Create(course),
            KernelCommand.Create(course),
            Fp8Command.Create(),
            VerifyCommand.Create(),
            TrainCommand.Create(course),
            GenerateCommand.Create(),
            ExportCommand.Create(),
            ImportCommand.Create(),
            ServeCommand.Create(),
            ChatCommand.Create(),
            TokenizeCommand.Create(course),
            CountCommand.Create(),
        };
        root.Add(HelpCommand.Create(root));
        OpenCommand.Serve(root, course);
        return root;
    }
}
