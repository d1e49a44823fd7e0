using System.CommandLine;
using System.CommandLine.Help;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>help [verb]</c>: because <c>dotnet course.cs --help</c> would be answered by dotnet itself.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        root.Options.OfType<HelpOption>().Single().Hidden = true; // not to be listed: a person cannot reach it
        var verbs = new Argument<string[]>("VERB") { Arity = ArgumentArity.ZeroOrMore, Description = "The verb to explain; all if none is named." };
        var command = new Command("help", "Explains the verbs, or one of them.") { verbs };
        command.SetAction(parsed =>
        {
            string[] path = parsed.GetValue(verbs) ?? [];
            Command named = root;
            foreach (string verb in path)
            {
                named = named.Subcommands.FirstOrDefault(sub => sub.Name == verb)
                    ?? throw new UsageException(NoVerb(string.Join(' ', path), named.Subcommands.Select(sub => sub.Name)));
            }

            using var text = new StringWriter();
            int code = root.Parse([.. path, "--help"]).Invoke(new InvocationConfiguration { Output = text });
            string help = text.ToString().Replace(RootCommand.ExecutableName, "dotnet course.cs", StringComparison.Ordinal); // what the person typed
            Console.Out.Write(Language.Current == Language.Chinese ? ChineseHelp.Headings(help) : help);
            return code;
        });
        return command;
    }

    private static string NoVerb(string given, IEnumerable<string> verbs) => Language.Pick(
        $"There is no verb '{given}'; expected one of: {string.Join(", ", verbs)}.",
        $"没有“{given}”这个命令，可用的有：{string.Join("、", verbs)}。");
}
