using System.CommandLine;
using NotebookCourse.Workshop;
using NotebookCourse.Workshop.Commands;

var course = CourseFolder.Find();
var root = new RootCommand("A course in C# notebooks: what a large language model really is, with DeepSeek-V3 as the worked example.")
{
    DoctorCommand.Create(course),
    Fp8Command.Create(),
    VerifyCommand.Create(),
    TrainCommand.Create(course),
    GenerateCommand.Create(),
    TokenizeCommand.Create(course),
    CountCommand.Create(),
};

// A text that begins with @ is a text, not the name of a file with more arguments.
return await root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }).InvokeAsync();
