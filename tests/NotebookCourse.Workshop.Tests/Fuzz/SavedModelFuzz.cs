using NotebookCourse.Training;

namespace NotebookCourse.Workshop.Tests.Fuzz;

/// <summary>The files of a model that was trained here, and the state its training can be resumed from.</summary>
internal static class SavedModelFuzz
{
    private const string Configuration = """
        {
          "model": { "gpt": { "hidden_size": 8, "layers": 1, "heads": 2, "style": "classic" } },
          "tokenizer": "characters",
          "training": { "context": 8, "batch_size": 2, "steps": 3, "peak": 1e-2, "validation_batches": 1, "validate_every": 0 }
        }
        """;

    /// <summary>One of the files beside the others of a trained model.</summary>
    public static FuzzTarget Target(string file)
    {
        IReadOnlyDictionary<string, byte[]> files = Trained(cancelled: false);
        return new FuzzTarget($"saved model: {file}", file, [files[file]], path =>
        {
            string folder = Path.GetDirectoryName(path)!;
            foreach ((string name, byte[] content) in files.Where(other => other.Key != file))
                File.WriteAllBytes(Path.Combine(folder, name), content);
            SavedModel.Load(folder).Dispose();
        })
        { Damage = file == "model.safetensors" ? FuzzSamples.DamageHeader : null };
    }

    /// <summary>A state, resumed for the steps that are left.</summary>
    public static FuzzTarget StateTarget()
    {
        IReadOnlyDictionary<string, byte[]> files = Trained(cancelled: true);
        CourseModel model = CourseModel.Parse(Configuration, "fuzz");
        return new FuzzTarget("training state", "state.safetensors", [files["state.safetensors"]], path =>
        {
            byte[] state = File.ReadAllBytes(path);
            string folder = Path.GetDirectoryName(path)!, text = Path.Combine(folder, "text.txt");
            File.WriteAllText(text, Text);
            new TrainingRun(model, folder).Run(text, resume: true);
            File.WriteAllBytes(path, state);
        })
        { Damage = FuzzSamples.DamageHeader };
    }

    private static string Text => string.Concat(Enumerable.Range(0, 60).Select(i => $"{i} and {i}\n"));

    private static Dictionary<string, byte[]> Trained(bool cancelled)
    {
        string folder = Directory.CreateTempSubdirectory("trained-").FullName, text = Path.Combine(folder, "text.txt"), model = Path.Combine(folder, "model");
        try
        {
            File.WriteAllText(text, Text);
            using var stop = new CancellationTokenSource();
            var run = new TrainingRun(CourseModel.Parse(Configuration, "fuzz"), model)
            {
                Threads = 1,
                BFloat16Products = false,
                Watch = progress =>
                {
                    if (cancelled && progress.Point.Step == 2)
                        stop.Cancel();
                },
            };
            run.Run(text, cancel: stop.Token);
            return Directory.EnumerateFiles(model).Where(file => !Path.GetFileName(file).StartsWith('.')).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
