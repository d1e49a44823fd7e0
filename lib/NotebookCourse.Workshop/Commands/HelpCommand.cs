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
                    ?? throw new UsageException($"There is no verb '{string.Join(' ', path)}'; expected one of: {string.Join(", ", named.Subcommands.Select(sub => sub.Name))}.");
            }

            using var text = new StringWriter();
            int code = root.Parse([.. path, "--help"]).Invoke(new InvocationConfiguration { Output = text });
            Console.Out.Write(text.ToString().Replace(RootCommand.ExecutableName, "dotnet course.cs", StringComparison.Ordinal)); // what the person typed
            return code;
        });
        return command;
    }
}
