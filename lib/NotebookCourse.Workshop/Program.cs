using System.CommandLine;
using NotebookCourse.Workshop;
using NotebookCourse.Workshop.Commands;
using NotebookCourse.Workshop.Lessons;

try
{
    Terminal.SpeakUnicode();
    var course = CourseFolder.Find();
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

    // A text that begins with @ is a text, not the name of a file with more arguments.
    ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    if (parsed.Errors.Count > 0)
    {
        foreach (var error in parsed.Errors)
            Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine("'dotnet course.cs help' lists the verbs, 'dotnet course.cs help VERB' explains one.");
        return ExitCode.Usage;
    }

    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("stopped");
    return ExitCode.Stopped;
}
catch (LessonException exception)
{
    Console.Error.WriteLine(exception.Message);
    return ExitCode.Failed;
}
catch (Exception exception) when (exception is UsageException or IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return ExitCode.Usage;
}
