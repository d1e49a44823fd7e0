using System.Globalization;
using System.Text.RegularExpressions;
using NotebookCourse.Models;
using NotebookCourse.Sampling;
using NotebookCourse.Training;

namespace NotebookCourse.Tests.Training;

[Collection(OneTorch.Name)]
public sealed class CourseModelTests : IDisposable
{
    private const string Tiny = """
        {
          "model": { "gpt": { "hidden_size": 16, "layers": 1, "heads": 2, "style": "classic" } },
          "tokenizer": "characters",
          "training": { "context": 16, "batch_size": 4, "steps": 6, "peak": 1e-2, "validation_batches": 2, "validate_every": 0, "checkpoint_every": 3 }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("course model").FullName;

    private string Text => Path.Combine(_folder, "text.txt");

    public CourseModelTests() => File.WriteAllText(Text, Small.Text);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_courses_own_configurations_can_be_built()
    {
        Assert.Contains("nano-char", CourseModel.Names);
        foreach (string name in CourseModel.Names)
        {
            CourseModel model = CourseModel.Load(name);
            using LanguageModel built = model.Model.Build(300, model.Training.Context);
            Assert.NotEmpty(model.Data);
            Assert.Equal(model.ToJson(), CourseModel.Parse(model.ToJson(), "again").ToJson());
        }
    }

    [Fact]
    public void Nano_char_is_nanoGPTs_configuration()
    {
        CourseModel model = CourseModel.Load("nano-char");
        TrainingSettings training = model.Training;
        Assert.Equal((64, 12, 2000L, 1e-3, 1e-4, 100L, 0.99, 0.1, 1.0, 0.9, 20),
            (training.Context, training.BatchSize, training.Steps, training.Peak, training.End, training.Warmup, training.Beta2, training.WeightDecay, training.ClipNorm, training.TrainingShare, training.ValidationBatches));
        using var built = (GptModel)model.Model.Build(65, training.Context);
        Assert.Equal(804_096, built.parameters().Sum(parameter => parameter.numel())); // 4 blocks of 196,864, 65 + 64 rows of 128, a norm
        Assert.Equal(0.02, Deviation(built, "layers.0.self_attn.q_proj.weight"), 1e-3);
        Assert.Equal(0.02 / Math.Sqrt(8), Deviation(built, "layers.0.mlp.down_proj.weight"), 1e-3);
        Assert.DoesNotContain(built.named_parameters(), entry => entry.name.EndsWith("bias") || entry.name.StartsWith("lm_head"));
    }

    [Fact]
    public void A_run_can_be_stopped_resumed_and_loaded()
    {
        CourseModel model = CourseModel.Parse(Tiny, "tiny");
        string straight = Path.Combine(_folder, "straight"), cut = Path.Combine(_folder, "cut");
        TrainingResult whole = new TrainingRun(model, straight) { Threads = 1, BFloat16Products = false }.Run(Text);
        using var stop = new CancellationTokenSource();
        var stopped = new TrainingRun(model, cut) { Threads = 1, BFloat16Products = false, Watch = progress => { if (progress.Point.Step == 4) stop.Cancel(); } };
        Assert.False(stopped.Run(Text, cancel: stop.Token).Completed);
        TrainingResult resumed = new TrainingRun(model, cut).Run(Text, resume: true);
        Assert.Equal(whole.Curve, resumed.Curve);
        Assert.Equal(File.ReadAllBytes(Path.Combine(straight, "model.safetensors")), File.ReadAllBytes(Path.Combine(cut, "model.safetensors")));
        Assert.Contains("validation loss", File.ReadAllText(Path.Combine(cut, "README.md")));
        Assert.Equal(7, File.ReadLines(Path.Combine(cut, "log.csv")).Count());

        using SavedModel saved = SavedModel.Load(cut);
        using var cached = new CachedModel(saved.Model);
        string text = new TextGenerator(cached, saved.TokenBytes).Complete(saved.Tokenizer.Encode("12 "), new GenerationOptions { MostTokens = 40 });
        Assert.Equal(40, text.Length);
    }

    [Fact]
    public void A_run_computes_as_asked_and_its_card_names_the_command_that_repeats_it()
    {
        CourseModel model = CourseModel.Parse(Tiny, "tiny");
        string Card(string folder) => File.ReadAllText(Path.Combine(_folder, folder, "README.md"));
        TrainingResult wide = new TrainingRun(model, Path.Combine(_folder, "wide")) { Threads = 1, BFloat16Products = false }.Run(Text);
        TrainingResult narrow = new TrainingRun(model, Path.Combine(_folder, "narrow")) { Threads = 2, BFloat16Products = true }.Run(Text);
        Assert.Contains($"`dotnet course.cs train {model.Name} --text text.txt --products float32 --threads 1`", Card("wide"));
        Assert.Contains($"`dotnet course.cs train {model.Name} --text text.txt --products bf16 --threads 2`", Card("narrow"));
        Assert.NotEqual(wide.Curve, narrow.Curve);
        Assert.Contains("as it was started", Assert.Throws<InvalidDataException>(
            () => new TrainingRun(model, Path.Combine(_folder, "wide")) { Threads = 1 }.Run(Text, resume: true)).Message);
    }

    [Fact]
    public void Resuming_nothing_or_with_other_data_or_settings_is_refused()
    {
        CourseModel model = CourseModel.Parse(Tiny, "tiny");
        Assert.Contains("nothing to resume", Assert.Throws<InvalidDataException>(() => new TrainingRun(model, _folder).Run(Text, resume: true)).Message);
        new TrainingRun(model, _folder).Run(Text);
        File.AppendAllText(Text, "1 and 2 make 3.");
        Assert.Contains("other data", Assert.Throws<InvalidDataException>(() => new TrainingRun(model, _folder).Run(Text, resume: true)).Message);
        CourseModel faster = model with { Training = model.Training with { Peak = 2e-2 } };
        Assert.Contains("other training settings", Assert.Throws<InvalidDataException>(() => new TrainingRun(faster, _folder).Run(Text, resume: true)).Message);
    }

    [Fact]
    public void A_state_of_another_model_with_the_same_shapes_or_of_the_run_before_is_refused()
    {
        CourseModel model = CourseModel.Parse(Tiny, "tiny");
        new TrainingRun(model, _folder).Run(Text);
        CourseModel moreHeads = model with { Model = model.Model with { Gpt = model.Model.Gpt! with { Heads = 4 } } };
        Assert.Contains("another model", Assert.Throws<InvalidDataException>(() => new TrainingRun(moreHeads, _folder).Run(Text, resume: true)).Message);

        CourseModel faster = model with { Training = model.Training with { Peak = 2e-2 } };
        var killed = new TrainingRun(faster, _folder) { Watch = _ => throw new OperationCanceledException() }; // before its first checkpoint
        Assert.Throws<OperationCanceledException>(() => killed.Run(Text));
        Assert.Contains("other training settings", Assert.Throws<InvalidDataException>(() => new TrainingRun(faster, _folder).Run(Text, resume: true)).Message);
    }

    [Fact]
    public void A_model_in_the_folder_stays_whole_until_the_new_one_is_complete()
    {
        CourseModel model = CourseModel.Parse(Tiny, "tiny");
        new TrainingRun(model, _folder).Run(Text);
        string[] files = ["training.json", "characters.json", "model.safetensors", "README.md"];
        byte[][] before = [.. files.Select(file => File.ReadAllBytes(Path.Combine(_folder, file)))];
        string unfinished = Path.Combine(_folder, ".state.safetensors.1234.part");
        File.WriteAllText(unfinished, "killed while writing");

        File.WriteAllText(Text, Small.Text.Replace("and", "AND"));
        using var stop = new CancellationTokenSource();
        Assert.False(new TrainingRun(model, _folder) { Watch = _ => stop.Cancel() }.Run(Text, cancel: stop.Token).Completed);
        Assert.Equal(before, files.Select(file => File.ReadAllBytes(Path.Combine(_folder, file))));
        Assert.False(File.Exists(unfinished));
        Assert.True(new TrainingRun(model, _folder).Run(Text, resume: true).Completed);
        using SavedModel saved = SavedModel.Load(_folder);
        Assert.Equal(3, saved.Tokenizer.Encode("AND").Length);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\uFEFF", "empty")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "one character")]
    [InlineData("ab", "2 tokens")]
    public void Texts_that_cannot_be_learned_from_are_refused(string text, string expected)
    {
        File.WriteAllText(Text, text);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => TrainingData.Load(CourseModel.Parse(Tiny, "tiny"), Text)).Message);
    }

    [Theory]
    [InlineData("\"heads\": 2", "\"heads\": 3", "impossible")]
    [InlineData("\"layers\": 1", "\"layers\": 0", "impossible")]
    [InlineData("\"layers\": 1, ", "", "Layers")]
    [InlineData("classic", "baroque", "baroque")]
    [InlineData("\"steps\": 6", "\"steps\": 0", "steps is 0")]
    [InlineData("\"peak\"", "\"peek\"", "peek")]
    [InlineData("1e-2", "-1", "learning rate above 0")]
    [InlineData("characters", "words", "words")]
    [InlineData("\"gpt\"", "\"gpd\"", "gpd")]
    [InlineData("\"peak\"", "\"objective\": { \"prediction_weight\": -1 }, \"peak\"", "below 0")]
    [InlineData("\"gpt\": { \"hidden_size\": 16, \"layers\": 1, \"heads\": 2, \"style\": \"classic\" }", "\"rnn\": { \"hidden_size\": 8, \"layers\": 0 }", "rnn.layers is 0")]
    [InlineData("{", "", "not valid JSON")]
    [InlineData("\"tokenizer\": \"characters\"", "\"tokenizer\": null", "tokenizer")]
    [InlineData("\"peak\"", "\"steps\": 7, \"peak\"", "'steps' stands twice")]
    [InlineData("\"layers\": 1", "\"layers\": 1000000000", "layers is 1,000,000,000, expected 1 to")]
    [InlineData("\"context\": 16", "\"context\": 2147483647", "context is 2147483647")]
    [InlineData("\"classic\"", "\"\\ud83d\"", "not valid JSON")]
    public void A_wrong_configuration_is_refused_by_name(string was, string becomes, string expected)
    {
        int at = Tiny.IndexOf(was, StringComparison.Ordinal);
        string json = Tiny[..at] + becomes + Tiny[(at + was.Length)..];
        string message = Assert.Throws<InvalidDataException>(() =>
        {
            CourseModel model = CourseModel.Parse(json, "wrong.json");
            model.Model.Build(30, model.Training.Context).Dispose();
            TrainingData.Load(model, Text);
        }).Message;
        Assert.Contains(expected, message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Weights_that_do_not_fit_into_memory_are_refused()
    {
        var shape = new ModelShape { Gpt = new GptShape(1_000_000_000, 1, 1, "classic") };
        Assert.Contains("do not fit into memory", Assert.Throws<InvalidDataException>(() => shape.Build(int.MaxValue, 16)).Message);
    }

    [Fact]
    public void A_model_or_configuration_that_does_not_exist_is_named()
    {
        Assert.Contains("nano-char", Assert.Throws<FileNotFoundException>(() => CourseModel.Load("nano")).Message);
        Assert.Contains("no trained model 'nano'", Assert.Throws<FileNotFoundException>(() => SavedModel.Load("nano")).Message);
    }

    [Theory]
    [InlineData("nano-char")]
    [InlineData("tiny-gpt")]
    [InlineData("tiny-rnn")]
    [InlineData("tiny-v3")]
    public void The_committed_models_do_what_their_cards_say(string name)
    {
        string card = File.ReadAllText(Path.Combine(Path.GetDirectoryName(CourseData.Path("models"))!, "checkpoints", name, "README.md"));
        double exact = Number(@"validation loss \| ([0-9.]+) nats"), stored = Number(@"FP8 blocks\) \| ([0-9.]+) nats");
        Assert.InRange(stored / exact, 0.995, 1.005);

        using SavedModel saved = SavedModel.Load(name);
        TrainingData data = TrainingData.Load(saved.Configuration, tokenizer: saved.Tokenizer);
        double measured = Trainer.MeanLoss(new Learner(saved.Model), data.Validation, saved.Configuration.Training.ValidationBatches);
        Assert.Equal(stored, measured, stored * 1e-3);

        double Number(string pattern) => double.Parse(Regex.Match(card, pattern).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static double Deviation(LanguageModel model, string name) =>
        model.named_parameters().First(entry => entry.name == name).parameter.std().item<float>();
}
