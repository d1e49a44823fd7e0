using NotebookCourse.Accounting;
using NotebookCourse.Checkpoints;
using NotebookCourse.Exercises;
using NotebookCourse.Kernel.Wire;
using NotebookCourse.Text;
using NotebookCourse.Training;
using NotebookCourse.Workshop.Lessons;
using NotebookCourse.Workshop.Notebooks;
using NotebookCourse.Workshop.Pages;
using NotebookCourse.Workshop.Pages.Live;

namespace NotebookCourse.Workshop.Tests.Fuzz;

/// <summary>Every kind of file that the course reads, by name; each is made when it is asked for.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyDictionary<string, Func<FuzzTarget>> All { get; } = new SortedDictionary<string, Func<FuzzTarget>>(StringComparer.Ordinal)
    {
        ["config.json"] = () => new("config.json", "config.json", FuzzSamples.Configs, ReadConfig),
        ["training.json"] = () => new("training.json", "training.json", FuzzSamples.Trainings, ReadTraining),
        ["safetensors"] = () => new("safetensors", "model.safetensors", [FuzzSamples.Safetensors], ReadTensors) { Damage = FuzzSamples.DamageHeader },
        ["index"] = () => new("index", Checkpoint.IndexFile, [FuzzSamples.WriteShards("")], ReadIndex),
        ["tokenizer"] = () => new("tokenizer", "tokenizer.txt", [FuzzSamples.Tokenizer("a.txt")], ReadTokenizer),
        ["tokenizer.gz"] = () => new("tokenizer.gz", "tokenizer.gz", [FuzzSamples.Tokenizer("a.gz")], ReadTokenizer),
        ["progress.json"] = () => new("progress.json", "progress.json", [FuzzSamples.Progress], ReadProgress),
        ["edits"] = () => new("edits", "01-first.json", [FuzzSamples.Edits], ReadEdits),
        ["connection"] = () => new("connection", "connection.json", [FuzzSamples.Connection], path => ConnectionFile.Read(path)),
        ["lesson"] = () => new("lesson", Samples.FileName, [FuzzSamples.Lesson], ReadLesson),
        ["ipynb"] = () => new("ipynb", "01-perplexity.ipynb", [FuzzSamples.Notebook], ReadNotebook),
        ["saved model"] = () => SavedModelFuzz.Target("training.json"),
        ["saved model's characters"] = () => SavedModelFuzz.Target("characters.json"),
        ["saved model's weights"] = () => SavedModelFuzz.Target("model.safetensors"),
        ["training state"] = SavedModelFuzz.StateTarget,
    };

    // As the verb count does, which says what a caller's argument lacks in the same words as what a file lacks.
    private static void ReadConfig(string path)
    {
        ModelConfig config = ModelConfigJson.Load(path);
        try
        {
            CountReport.Of(config, 4096);
        }
        catch (ArgumentException fault) when (fault.Message.Contains("expected", StringComparison.Ordinal))
        {
            throw new InvalidDataException(fault.Message, fault);
        }
    }

    private static void ReadTraining(string path)
    {
        CourseModel model = CourseModel.Load(path);
        _ = model.Model.WeightCount(256);
        model.Training.Recipe();
    }

    private static void ReadTensors(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        foreach (TensorEntry entry in checkpoint.Entries)
        {
            try
            {
                using var tensor = checkpoint.ReadTensor(entry.Name);
            }
            catch (NotSupportedException error) when (error.Message.Contains(entry.Name, StringComparison.Ordinal))
            {
                // a type that torch has not, by name
            }
        }
    }

    private static void ReadIndex(string path)
    {
        FuzzSamples.WriteShards(Path.GetDirectoryName(path)!, exceptIndex: true);
        Checkpoint.Open(Path.GetDirectoryName(path)!).Dispose();
    }

    private static void ReadTokenizer(string path)
    {
        BpeTokenizer tokenizer = TokenizerFile.Load(path);
        tokenizer.Encode("tea <end> 苹果");
    }

    /// <summary>A damaged one is kept under another name, with a notice; here that counts as refused.</summary>
    private static void ReadProgress(string path)
    {
        NotebookCourse.Exercises.Progress progress = ProgressFile.Load(path, out string? notice);
        if (notice is not null)
            throw new InvalidDataException(notice);
        foreach (ExerciseProgress exercise in progress.Exercises.Values)
            _ = exercise.PassedAt;
        foreach (PredictionRecord prediction in progress.Predictions.Values)
            _ = prediction.Guess.Length;
        foreach (string claim in progress.Claims.Values)
            _ = claim.Length;
    }

    private static void ReadEdits(string path)
    {
        new LearnerFile<SortedDictionary<string, string>>(path).Load(out string? notice);
        if (notice is not null)
            throw new InvalidDataException(notice);
    }

    private static void ReadLesson(string path)
    {
        Lesson lesson = LessonParser.Parse(path, PlainFile.ReadText(path));
        LessonRules.Problems(lesson);
        foreach (string language in PageText.Languages)
            NotebookMaker.Make(lesson, language, new Dictionary<int, string> { [1] = lesson.Id });
    }

    private static void ReadNotebook(string path)
    {
        var lesson = new PageLesson("01-perplexity", FuzzSamples.Header, new LessonTimes(1, 1, 0), NotebookFile.Read(path));
        var shell = new Shell(PageText.In(Language.English), IsLive: true);
        LessonHtml.Render(lesson, null, null, shell, new FigureFiles());
        SearchIndex.Script([lesson], Language.English);
        foreach (ExecutedCell cell in lesson.Cells)
            _ = cell.Figures;
        NotebookFile.Write(lesson.Cells);
    }
}
