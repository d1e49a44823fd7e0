using System.CommandLine;
using NotebookCourse;
using NotebookCourse.Workshop;
using NotebookCourse.Workshop.Commands;
using NotebookCourse.Workshop.Lessons;

try
{
    Terminal.SpeakUnicode();
    Terminal.RequireLanguage();
    RootCommand root = Verbs.Create(CourseFolder.Find());
    if (Language.Current == Language.Chinese)
        ChineseHelp.Apply(root);

    // A text that begins with @ is a text, not the name of a file with more arguments.
    ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
    if (parsed.Errors.Count > 0)
    {
        foreach (var error in parsed.Errors)
            Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine(Language.Pick(
            "'dotnet course.cs help' lists the verbs, 'dotnet course.cs help VERB' explains one.",
            "“dotnet course.cs help” 列出全部命令，“dotnet course.cs help 命令名” 说明其中一个。"));
        return ExitCode.Usage;
    }

    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine(Language.Pick("stopped", "已停止"));
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
