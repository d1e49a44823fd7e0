using System.CommandLine;
using System.Diagnostics;
using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;
using NotebookCourse.Sampling;
using NotebookCourse.Text;
using NotebookCourse.Training;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>generate</c>: continues a prompt with a trained model, as fast as the text becomes certain.</summary>
internal static class GenerateCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "A model of the course (tiny-gpt, ...), a folder that 'train' or 'import' wrote, a Hugging Face folder, or a GGUF file." };
    private static readonly Option<string> Prompt = new("--prompt") { Description = "The text to continue.", DefaultValueFactory = _ => "\n" };
    private static readonly Option<int> Tokens = new("--tokens") { Description = "Most tokens to generate.", DefaultValueFactory = _ => 200 };
    private static readonly Option<double> Heat = new("--temperature") { Description = "0 always takes the likeliest token; above 1 is wilder.", DefaultValueFactory = _ => 0.8 };
    private static readonly Option<int?> K = new("--top-k") { Description = "Choose among the k likeliest tokens." };
    private static readonly Option<double?> P = new("--top-p") { Description = "Choose among the likeliest tokens that make up this share." };
    private static readonly Option<double?> Min = new("--min-p") { Description = "Choose among tokens at least this fraction as likely as the likeliest." };
    private static readonly Option<double?> Typical = new("--typical") { Description = "Choose among the tokens of most usual surprise that make up this share." };
    private static readonly Option<double?> Repetition = new("--repetition-penalty") { Description = "Above 1: tokens that occurred become less likely." };
    private static readonly Option<string[]> Stops = new("--stop") { Description = "A text that ends the output; may be given several times.", AllowMultipleArgumentsPerToken = false };
    private static readonly Option<string?> Pattern = new("--pattern") { Description = "A regular expression that the whole output has to match." };
    private static readonly Option<string?> Engine = new("--engine") { Description = "plain (C# alone) or torch; the first that knows the model if not given." };
    private static readonly Option<int> Seed = new("--seed") { Description = "The same seed gives the same text.", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("generate", "Continues a prompt with a trained model.") { Model, Prompt, Tokens, Heat, K, P, Min, Typical, Repetition, Stops, Pattern, Seed, Engine };
        Engine.AcceptOnlyFromAmong("plain", "torch");
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        Tensors.Require();
        try
        {
            GenerationOptions options = Options(parsed);
            string path = parsed.GetRequiredValue(Model), text = parsed.GetRequiredValue(Prompt);
            bool plain = parsed.GetValue(Engine) is { } engine ? engine == "plain" : InferenceModel.Knows(path);
            return plain ? Plain(path, text, options) : Torch(path, text, options);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException or InvalidOperationException or SafetensorsException)
        {
            Console.Error.WriteLine(FaultText.Of(error));
            return ExitCode.Usage;
        }
    }

    private static int Plain(string path, string text, GenerationOptions options)
    {
        using InferenceModel model = InferenceModel.Load(path);
        ITokenizer tokenizer = model.Tokenizer
            ?? throw new InvalidDataException($"'{path}' brings no tokenizer that this library knows, so it can read ids but no text.");
        using InferenceSession session = model.NewSession();
        return Stream(session, tokenizer, text, options with { EndToken = options.EndToken ?? model.EndToken });
    }

    private static int Torch(string path, string text, GenerationOptions options)
    {
        using SavedModel saved = SavedModel.Load(path);
        using var model = new CachedModel(saved.Model);
        return Stream(model, saved.Tokenizer, text, options);
    }

    private static int Stream(INextTokenModel model, ITokenizer tokenizer, string text, GenerationOptions options)
    {
        int[] prompt = tokenizer.Encode(text);
        if (prompt.Length == 0)
            throw new ArgumentException("The prompt is empty: a model continues a text. Give at least one character with --prompt.");
        var generator = new TextGenerator(model, TokenTable.Of(tokenizer, model.VocabularySize));
        var watch = Stopwatch.StartNew();
        foreach (string piece in generator.Stream(prompt, options))
            Console.Write(piece);
        Console.WriteLine();
        Console.Error.WriteLine(FormattableString.Invariant($"{generator.TokenCount} tokens, {generator.TokenCount / watch.Elapsed.TotalSeconds:f0} tokens/s"));
        return ExitCode.Good;
    }

    private static GenerationOptions Options(ParseResult parsed)
    {
        List<LogitStep> steps = [];
        if (parsed.GetValue(Repetition) is { } penalty)
            steps.Add(new RepetitionPenalty(penalty));
        steps.Add(new Temperature(parsed.GetValue(Heat)));
        if (parsed.GetValue(K) is { } k)
            steps.Add(new TopK(k));
        if (parsed.GetValue(Typical) is { } typical)
            steps.Add(new TypicalP(typical));
        if (parsed.GetValue(P) is { } p)
            steps.Add(new TopP(p));
        if (parsed.GetValue(Min) is { } min)
            steps.Add(new MinP(min));
        int tokens = parsed.GetValue(Tokens);
        if (tokens < 0)
            throw new ArgumentException($"--tokens is {tokens}; expected 0 or more.");
        return new GenerationOptions
        {
            Steps = new LogitPipeline([.. steps]),
            Seed = parsed.GetValue(Seed),
            MostTokens = tokens,
            Stops = parsed.GetValue(Stops) ?? [],
            Pattern = parsed.GetValue(Pattern) is { } pattern ? new BytePattern(pattern) : null,
        };
    }
}
