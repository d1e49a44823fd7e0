using System.CommandLine;
using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;
using NotebookCourse.Workshop.Serving;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>serve</c>: a model behind the interface that programs know from OpenAI.</summary>
internal static class ServeCommand
{
    private static readonly Argument<string> Model = new("MODEL")
    {
        Description = "A model of the course (tiny-v3, ...), a folder that 'train' or 'import' wrote, a Hugging Face folder, or a GGUF file.",
    };

    private static readonly Option<int> Port = new("--port") { Description = "The port to serve on; any that is free if not said." };
    private static readonly Option<string?> Token = new("--token") { Description = "What clients have to show as their API key; nothing if not said." };
    private static readonly Option<int> Queue = new("--queue") { Description = "How many requests may wait while one is answered.", DefaultValueFactory = _ => 8 };

    public static Command Create()
    {
        var command = new Command("serve", "Serves a model on this machine alone, with OpenAI's interface (models, completions, chat completions).") { Model, Port, Token, Queue };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        int port = parsed.GetValue(Port), queue = parsed.GetValue(Queue);
        if (port is < 0 or > 65535)
            throw new UsageException($"--port got {port}; expected 1 to 65535, or leave it out for one that is free.");
        if (queue < 0)
            throw new UsageException($"--queue got {queue}; expected 0 or more.");
        if (parsed.GetValue(Token) is { Length: 0 })
            throw new UsageException("--token is empty; give a word, or leave it out to ask for none.");
        try
        {
            using InferenceModel model = InferenceModel.Load(parsed.GetRequiredValue(Model));
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await using CompletionServer server = await CompletionServer.StartAsync(model, new ServingOptions(port, parsed.GetValue(Token), queue), TimeProvider.System);
            using IDisposable? parent = ParentProcess.Watch(end.Cancel);
            Console.WriteLine(server.Address);
            Console.Error.WriteLine(Language.Pick($"'{model.Name}' is served until you press Ctrl+C here.", $"正在提供模型“{model.Name}”，在这里按 Ctrl+C 即可结束。"));
            await Task.Delay(Timeout.Infinite, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return ExitCode.Good;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException or SafetensorsException)
        {
            Console.Error.WriteLine(FaultText.Of(error));
            return ExitCode.Usage;
        }
    }
}
