using System.CommandLine;
using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>export</c>: a model as other programs read it.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "A model of the course (tiny-v3, ...), a folder that 'train' or 'import' wrote, a Hugging Face folder, or a GGUF file." };
    private static readonly Option<string> Format = new("--format") { Description = "gguf (llama.cpp and its relatives: one file) or hf (Hugging Face: a folder).", Required = true };
    private static readonly Option<string> Type = new("--type") { Description = "How matrices are stored: f32, bf16, or q8_0 (gguf only).", DefaultValueFactory = _ => "f32" };
    private static readonly Option<string?> Output = new("--output") { Description = "The file or folder to write; models/NAME-TYPE.gguf or models/NAME-hf if not given." };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong("hf", "gguf");
        Type.AcceptOnlyFromAmong("f32", "bf16", "q8_0");
        var command = new Command("export", "Writes a model as a GGUF file or a Hugging Face folder.") { Model, Format, Type, Output };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        try
        {
            using InferenceModel model = InferenceModel.Load(parsed.GetRequiredValue(Model));
            bool gguf = parsed.GetRequiredValue(Format) == "gguf";
            string type = parsed.GetRequiredValue(Type), output = parsed.GetValue(Output) ?? Path.Combine("models", gguf ? $"{model.Name}-{type}.gguf" : $"{model.Name}-hf");
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
            if (gguf)
                GgufExport.Write(model, output, type switch { "f32" => GgufType.F32, "bf16" => GgufType.BF16, _ => GgufType.Q8_0 });
            else
                HuggingFaceExport.Write(model, output, type switch { "f32" => SafetensorsType.F32, "bf16" => SafetensorsType.BF16, _ => throw new NotSupportedException("--type q8_0 is a type of GGUF files; a Hugging Face folder takes f32 or bf16.") });
            Console.WriteLine(output);
            if (gguf && model.Predicts)
                Console.Error.WriteLine("Multi-token prediction is left out: llama.cpp's architecture deepseek2 has no place for it.");
            if (gguf && model.Tokenizer is not null && model.EndToken is null)
                Console.Error.WriteLine("The tokenizer names no end of text; llama.cpp then takes token 11 for it and stops there. Tell it to ignore the end (--ignore-eos).");
            return ExitCode.Good;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException or NotSupportedException or SafetensorsException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(FaultText.Of(error));
            return ExitCode.Usage;
        }
    }
}
