using System.CommandLine;
using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>import</c>: a model of other programs into <c>models/</c>, where the other verbs find it by name.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Source = new("FOLDER|FILE.gguf") { Description = "A Hugging Face folder (DeepSeek-V2 and V3, Llama, Qwen2), or a GGUF file of the same kinds or gpt2." };
    private static readonly Option<string?> Name = new("--name") { Description = "What it is to be called; the name of the folder or file if not given." };
    private static readonly Option<string> Type = new("--type") { Description = "How matrices are stored: f32, which changes nothing, or bf16, half as large.", DefaultValueFactory = _ => "f32" };

    public static Command Create()
    {
        Type.AcceptOnlyFromAmong("f32", "bf16");
        var command = new Command("import", "Reads and checks a model of another program, and writes it to models/.") { Source, Name, Type };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        try
        {
            string source = parsed.GetRequiredValue(Source);
            if (!File.Exists(source) && !Directory.Exists(source))
                throw new FileNotFoundException($"There is no folder or file '{source}'.", source);
            using InferenceModel model = InferenceModel.Load(source);
            string name = parsed.GetValue(Name) ?? model.Name;
            if (name.Length == 0 || name.AsSpan().IndexOfAny('/', '\\') >= 0 || name is "." or "..")
                throw new ArgumentException($"--name is '{name}'; expected the name of a folder below models/.");
            string folder = Path.Combine("models", name);
            if (Directory.Exists(folder))
                throw new IOException($"'{folder}' is there already. Give another --name, or remove it.");
            HuggingFaceExport.Write(model, folder, parsed.GetRequiredValue(Type) == "f32" ? SafetensorsType.F32 : SafetensorsType.BF16);
            Console.WriteLine(folder);
            if (model.Tokenizer is null)
                Console.Error.WriteLine("It brings no tokenizer that this library knows: it can be verified and exported, but reads no text.");
            return ExitCode.Good;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException or NotSupportedException or SafetensorsException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(FaultText.Of(error));
            return ExitCode.Usage;
        }
    }
}
