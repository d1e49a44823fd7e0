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
    private static readonly Option<double> Heat = new("--temperature") { Description = "0 always takes the likeliest token; above 1 is wilder. Up to 2.", DefaultValueFactory = _ => 0.8 };
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
        var options = new ConversationOptions(model, parsed.GetValue(Heat), parsed.GetValue(Tokens));
        if (options.Temperature is not (>= 0 and <= 2))
            throw new UsageException(FormattableString.Invariant($"--temperature is {options.Temperature}; expected a number from 0 to 2."));
        if (options.MaxTokens < 1)
            throw new UsageException($"--tokens is {options.MaxTokens}; expected 1 or more.");
        try
        {
            if (parsed.GetValue(Url) is { } url)
                return await TalkAsync(Address(url), parsed.GetValue(Key) ?? Environment.GetEnvironmentVariable("OPENAI_API_KEY"), options, stop);
            using InferenceModel loaded = InferenceModel.Load(model);
            await using CompletionServer server = await CompletionServer.StartAsync(loaded, new ServingOptions(), TimeProvider.System);
            return await TalkAsync(new Uri(server.Address + "/"), null, options with { Model = loaded.Name }, stop);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException or SafetensorsException or HttpRequestException or ServerRefusal)
        {
            Console.Error.WriteLine(FaultText.Of(error));
            return ExitCode.Usage;
        }
    }

    private static Uri Address(string url)
        => Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) && address.Scheme is ("http" or "https")
            ? address
            : throw new UsageException($"--url is '{url}'; expected an address such as http://127.0.0.1:8080/v1.");

    private static async Task<int> TalkAsync(Uri address, string? key, ConversationOptions options, CancellationToken stop)
    {
        using var client = new ChatClient(address, key);
        await new Conversation(client, options, Console.In, Console.Out, Console.Error).RunAsync(stop);
        return ExitCode.Good;
    }
}
