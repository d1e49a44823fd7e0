using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;
using NotebookCourse.Figures;
using NotebookCourse.Text;
using NotebookCourse.Training;
using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Tests.Fuzz;

/// <summary>Good files of every kind, as the course's own code writes them.</summary>
internal static class FuzzSamples
{
    public static IReadOnlyList<byte[]> Configs => [.. ModelConfig.Presets.Where(preset => preset.Family == ModelFamily.DeepSeek)
        .Select(preset => Encoding.UTF8.GetBytes(ModelConfigJsonWriter.Write(preset)))];

    public static IReadOnlyList<byte[]> Trainings => [.. CourseModel.Names.Select(name => Encoding.UTF8.GetBytes(CourseModel.Load(name).ToJson()))];

    public static byte[] Safetensors
    {
        get
        {
            TensorToWrite[] tensors =
            [
                TensorToWrite.Of("a", [2, 3], new float[] { 1, 2, 3, 4, 5, 6 }),
                TensorToWrite.Of("b", [4], new long[] { 1, 2, 3, 4 }),
                TensorToWrite.OfBFloat16("c", [2, 2], new float[] { 1, 2, 3, 4 }),
                .. BlockScaledWeights.ToWrite("d.weight", 3, 5, new float[15]),
            ];
            return Written("a.safetensors", path => SafetensorsWriter.Write(path, tensors));
        }
    }

    public static byte[] Progress => Encoding.UTF8.GetBytes("""
        {
          "exercises": { "square": { "attempts": 3, "passedAt": "2026-11-27T10:00:00+00:00" }, "mask": { "attempts": 1, "passedAt": null } },
          "predictions": { "sum": { "guess": "3", "measured": "1.5" }, "size": { "guess": "right", "measured": null } },
          "claims": { "C15": "0.5", "C16": "1" },
          "settledAt": { "C15": "2026-11-27T10:00:00+00:00" }
        }
        """);

    public static byte[] Edits => Encoding.UTF8.GetBytes("""{ "cell-1": "print 1", "cell-2": "// 改过\nprint 2" }""");

    public static byte[] Connection => Written("c.json", path => new NotebookCourse.Kernel.Wire.ConnectionFile { ShellPort = 1, IopubPort = 2, StdinPort = 3, ControlPort = 4, HeartbeatPort = 5, Key = "k" }.Write(path));

    public static byte[] Lesson => Encoding.UTF8.GetBytes(Samples.Source);

    public static FrontMatter Header { get; } = Samples.Parse(Samples.Source).Header;

    public static byte[] Notebook
    {
        get
        {
            IReadOnlyList<NotebookCell> cells = NotebookMaker.Make(Samples.Parse(Samples.Source), Language.English, new Dictionary<int, string> { [1] = "01-perplexity" });
            Figure figure = Charts.Lines("图", Axis.Plain("n"), Axis.Plain("m"), [Series.Of("a", [1, 2, 3])], "It rises & rises.");
            JsonArray outputs =
            [
                new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = new JsonArray("one\n", "two\n") },
                new JsonObject { ["output_type"] = "error", ["ename"] = "Oops", ["evalue"] = "no", ["traceback"] = new JsonArray("Oops: no", "  at cell 1") },
                new JsonObject { ["output_type"] = "execute_result", ["execution_count"] = 1, ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["text/html"] = "<b>1</b>", ["text/plain"] = "1" } },
                new JsonObject { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["image/png"] = "iVBORw0KGgo=", ["text/plain"] = "a picture" } },
                new JsonObject { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["application/vnd.plotly.v1+json"] = JsonNode.Parse(figure.ToJson()), ["text/html"] = figure.ToHtml() } },
            ];
            return NotebookFile.Write([.. cells.Select(cell => new ExecutedCell(cell, cell.IsCode ? outputs.DeepClone().AsArray() : []))]);
        }
    }

    public static byte[] Tokenizer(string name) => Written(name, path =>
        TokenizerFile.Save(BpeTrainer.Train(string.Concat(Enumerable.Repeat("苹果 tea 苹果树 teas eat\n", 20)), 280, addedTokens: ["<end>"]), path));

    /// <summary>Writes a folder of two shards, and gives its index.</summary>
    public static byte[] WriteShards(string folder, bool exceptIndex = false)
    {
        string own = exceptIndex ? folder : Directory.CreateTempSubdirectory("shards-").FullName;
        byte[] kept = exceptIndex ? File.ReadAllBytes(Path.Combine(folder, Checkpoint.IndexFile)) : [];
        TensorToWrite[] tensors = [TensorToWrite.Of("a", [1], new float[] { 1 }), TensorToWrite.Of("b", [1], new float[] { 2 })];
        SafetensorsWriter.WriteFolder(own, tensors, maxShardBytes: 4);
        if (exceptIndex)
        {
            File.WriteAllBytes(Path.Combine(folder, Checkpoint.IndexFile), kept);
            return kept;
        }

        byte[] index = File.ReadAllBytes(Path.Combine(own, Checkpoint.IndexFile));
        Directory.Delete(own, recursive: true);
        return index;
    }

    /// <summary>Damages the header's JSON and corrects its length, or damages any byte.</summary>
    public static byte[] DamageHeader(Mutator mutator, byte[] file)
    {
        if (mutator.OneIn(3))
            return mutator.Damage(file);
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        byte[] header = mutator.Damage(file[8..(8 + length)]);
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        return [.. prefix, .. header, .. file[(8 + length)..]];
    }

    private static byte[] Written(string name, Action<string> write)
    {
        string folder = Directory.CreateTempSubdirectory("sample-").FullName, path = Path.Combine(folder, name);
        write(path);
        byte[] bytes = File.ReadAllBytes(path);
        Directory.Delete(folder, recursive: true);
        return bytes;
    }
}
