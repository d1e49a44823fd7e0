using System.CommandLine;
using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;
using NotebookCourse.Workshop.Serving;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>chat</c>: a conversation in the terminal, with a model here or at any OpenAI-compatible address.</summary>
internal static class ChatCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "A model of the course, a folder or a GGUF file; with --url, the name the server knows it by." };
    private static readonly Option<string?> Url = new("--url") { Description = "The base address of a server, such as http://127.0.0.1:8080/v1." };
    private static readonly Option<string?> Key = new("--key") { Description = "The API key for --url; the environment variable OPENAI_API_KEY if not given." };
    private static readonly Option<double> Heat = new("--temperature") { Description = "0 always takes the likeliest token; above 1 is wilder.", DefaultValueFactory = _ => 0.8 };
    private static readonly Option<int> Tokens = new("--tokens") { Description = "Most tokens of an answer.", DefaultValueFactory = _ => 100 };

    public static Command Create()
    {
        var command = new Command("chat", "Talks with a model. An empty line or Ctrl+D ends the conversation.") { Model, Url, Key, Heat, Tokens };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        string model = parsed.GetRequiredValue(Model);
        try
        {
            if (parsed.GetValue(Url) is { } url)
            {
                if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
                    throw new ArgumentException($"--url is '{url}'; expected an address such as http://127.0.0.1:8080/v1.");
                return await TalkAsync(new ChatClient(address, parsed.GetValue(Key) ?? Environment.GetEnvironmentVariable("OPENAI_API_KEY")), model, parsed, stop);
            }

            using InferenceModel loaded = InferenceModel.Load(model);
            await using CompletionServer server = await CompletionServer.StartAsync(loaded, new ServingOptions(), TimeProvider.System);
            return await TalkAsync(new ChatClient(new Uri(server.Address + "/"), null), loaded.Name, parsed, stop);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException or SafetensorsException or HttpRequestException)
        {
            Console.Error.WriteLine(FaultText.Of(error));
            return ExitCode.Usage;
        }
    }

    private static async Task<int> TalkAsync(ChatClient client, string model, ParseResult parsed, CancellationToken stop)
    {
        using (client)
        {
            List<ChatTurn> turns = [];
            Console.Error.Write("> ");
            while (await Console.In.ReadLineAsync(stop) is { Length: > 0 } line)
            {
                turns.Add(new ChatTurn("user", line));
                var answer = new System.Text.StringBuilder();
                await foreach (string piece in client.AskAsync(model, turns, parsed.GetValue(Heat), parsed.GetValue(Tokens), stop))
                {
                    Console.Write(piece);
                    answer.Append(piece);
                }

                Console.WriteLine();
                turns.Add(new ChatTurn("assistant", answer.ToString()));
                Console.Error.Write("> ");
            }

            return ExitCode.Good;
        }
    }
}
