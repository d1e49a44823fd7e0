using NotebookCourse.Checkpoints;
using NotebookCourse.Training;

namespace NotebookCourse.Tests.Training;

/// <summary>What a training is kept from losing, and what it does not believe.</summary>
[Collection(OneTorch.Name)]
public sealed class TrainingGuardTests : IDisposable
{
    private const string Tiny = """
        {
          "model": { "gpt": { "hidden_size": 16, "layers": 1, "heads": 2, "style": "classic" } },
          "tokenizer": "characters",
          "training": { "context": 16, "batch_size": 4, "steps": 4, "peak": 1e-2, "validation_batches": 1, "validate_every": 0 }
        }
        """;

    private readonly TemporaryFolder _files = new();
    private readonly CourseModel _model = CourseModel.Parse(Tiny, "tiny");

    public TrainingGuardTests() => File.WriteAllText(Text, Small.Text);

    private string Text => _files.File("text.txt");

    private string Folder => _files.File("model");

    private string State => Path.Combine(Folder, "state.safetensors");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Of_two_trainings_in_one_folder_the_second_is_refused_and_the_first_goes_on()
    {
        string? refusal = null;
        var first = new TrainingRun(_model, Folder)
        {
            Threads = 1,
            Watch = _ => refusal ??= Assert.Throws<IOException>(() => new TrainingRun(_model, Folder).Run(Text)).Message,
        };
        Assert.True(first.Run(Text).Completed);
        Assert.Contains("Another training writes", refusal);
        Assert.True(new TrainingRun(_model, Folder).Run(Text).Completed); // the first has ended
    }

    [Fact]
    public void A_run_that_is_not_finished_is_not_overwritten()
    {
        Stop(after: 2);
        byte[] state = File.ReadAllBytes(State);
        string refusal = Assert.Throws<InvalidDataException>(() => new TrainingRun(_model, Folder).Run(Text)).Message;
        Assert.Contains("after step 2 of 4", refusal);
        Assert.Contains("--resume", refusal);
        Assert.Equal(state, File.ReadAllBytes(State));
        Assert.True(new TrainingRun(_model, Folder).Run(Text, resume: true).Completed);
        Assert.True(new TrainingRun(_model, Folder).Run(Text).Completed); // a finished one may be
    }

    [Theory]
    [InlineData("threads", "1000000")]
    [InlineData("threads", "0")]
    [InlineData("threads", "many")]
    [InlineData("threads", null)]
    [InlineData("step", "-5")]
    [InlineData("step", "1000000000000")]
    [InlineData("step", "x")]
    [InlineData("step", null)]
    [InlineData("products", "float8")]
    public void Numbers_of_a_state_are_not_believed(string note, string? value)
    {
        Stop(after: 2);
        Rewrite((tensors, notes) =>
        {
            if (value is null)
                notes.Remove(note);
            else
                notes[note] = value;
        });
        string refusal = Assert.Throws<InvalidDataException>(() => new TrainingRun(_model, Folder).Run(Text, resume: true)).Message;
        Assert.Contains($"note '{note}' is '{value ?? "missing"}', expected", refusal);
    }

    [Fact]
    public void A_curve_that_does_not_count_and_a_moment_that_is_missing_are_refused()
    {
        Stop(after: 2);
        Rewrite((tensors, _) => tensors.RemoveAll(tensor => tensor.Name == "curve"));
        Assert.Contains("'curve'", Refusal());
        Rewrite((tensors, _) => tensors.Add(TensorToWrite.Of("curve", SafetensorsType.F64, [2, 5], new byte[80])));
        Assert.Contains("does not count", Refusal());
        Rewrite((tensors, _) => tensors.RemoveAll(tensor => tensor.Name.StartsWith("first.", StringComparison.Ordinal)));
        Assert.Contains("it has no 'first.", Refusal());

        string Refusal() => Assert.Throws<InvalidDataException>(() => new TrainingRun(_model, Folder).Run(Text, resume: true)).Message;
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_the_weights_is_noticed()
    {
        Assert.True(new TrainingRun(_model, Folder).Run(Text).Completed);
        foreach (string file in new[] { "state.safetensors", "model.safetensors" })
        {
            string path = Path.Combine(Folder, file);
            byte[] good = File.ReadAllBytes(path);
            for (int bit = 8 * (good.Length - 1); bit > 8 * good.Length / 2; bit -= good.Length)
            {
                byte[] flipped = [.. good];
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                File.WriteAllBytes(path, flipped);
                Assert.Contains("content has changed", Assert.Throws<InvalidDataException>(() =>
                {
                    if (file == "model.safetensors")
                        SavedModel.Load(Folder).Dispose();
                    else
                        new TrainingRun(_model, Folder).Run(Text, resume: true);
                }).Message);
            }

            File.WriteAllBytes(path, good);
        }
    }

    [Theory]
    [InlineData(false)] // the new model's files were not yet all written
    [InlineData(true)] // they were, and one of them had taken its place
    public void A_process_that_ends_while_it_replaces_a_model_leaves_the_old_one_or_the_new_one(bool complete)
    {
        Assert.True(new TrainingRun(_model, Folder).Run(Text).Completed);
        File.WriteAllText(Text, Small.Text.Replace("and", "AND"));
        string other = _files.File("other");
        Assert.True(new TrainingRun(_model, other).Run(Text).Completed);
        string moving = Path.Combine(Folder, complete ? ".complete" : ".next");
        Directory.CreateDirectory(moving);
        File.Copy(Path.Combine(other, "model.safetensors"), Path.Combine(moving, "model.safetensors"));
        if (complete)
        {
            File.Copy(Path.Combine(other, "characters.json"), Path.Combine(moving, "characters.json"));
            File.Copy(Path.Combine(other, "training.json"), Path.Combine(Folder, "training.json"), overwrite: true);
        }

        AssertWhole();
        SavedModel.Settle(Folder);
        AssertWhole();
        Assert.Empty(Directory.GetDirectories(Folder));

        void AssertWhole()
        {
            using SavedModel saved = SavedModel.Load(Folder);
            Assert.Equal(complete, ((NotebookCourse.Text.CharacterTokenizer)saved.Tokenizer).Decode(Enumerable.Range(0, saved.Tokenizer.VocabularySize).ToArray()).Contains('N'));
        }
    }

    [Fact]
    public void A_configuration_that_asks_for_more_than_is_stored_takes_no_memory()
    {
        Assert.True(new TrainingRun(_model, Folder).Run(Text).Completed);
        string path = Path.Combine(Folder, "training.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"layers\": 1", "\"layers\": 10000").Replace("\"hidden_size\": 16", "\"hidden_size\": 1024"));
        Assert.Contains("does not fit its configuration", Assert.Throws<InvalidDataException>(() => SavedModel.Load(Folder)).Message);
    }

    private void Stop(long after)
    {
        using var stop = new CancellationTokenSource();
        var run = new TrainingRun(_model, Folder)
        {
            Threads = 1,
            BFloat16Products = false,
            Watch = progress =>
            {
                if (progress.Point.Step == after)
                    stop.Cancel();
            },
        };
        Assert.False(run.Run(Text, cancel: stop.Token).Completed);
    }

    /// <summary>Writes the state again, with a checksum that is right: as somebody would who means it.</summary>
    private void Rewrite(Action<List<TensorToWrite>, Dictionary<string, string>> change)
    {
        List<TensorToWrite> tensors;
        Dictionary<string, string> notes;
        using (Checkpoint state = Checkpoint.Open(State))
        {
            tensors = [.. state.Entries.Select(entry => TensorToWrite.Of(entry.Name, entry.Type, entry.Shape, state.Span(entry.Name, 0, (int)entry.Bytes).ToArray()))];
            notes = new(state.Files[0].Metadata);
        }

        change(tensors, notes);
        notes.Remove("checksum");
        ContentChecksum.Write(State, tensors, notes);
    }
}
