using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;
using NotebookCourse.Sampling;
using NotebookCourse.Training;

namespace NotebookCourse.Tests.Inference;

/// <summary>What a session promises beside its numbers.</summary>
public sealed class SessionTests
{
    [Theory]
    [InlineData("tiny-v3", 1)]
    [InlineData("tiny-v3", 2)]
    [InlineData("tiny-gpt", 1)]
    public void A_token_allocates_nothing(string name, int threads)
    {
        using InferenceModel model = InferenceModel.Load(name);
        using InferenceSession session = model.NewSession(threads: threads);
        int token = Next(session, [1, 2, 3, 4, 5, 6, 7, 8]);
        for (int i = 0; i < 8; i++) // what is compiled or measured once
            token = Next(session, [token]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 64; i++)
            token = Next(session, [token]);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static int Next(InferenceSession session, ReadOnlySpan<int> tokens) => Greedy.Choose(session.Read(tokens));
    }

    [Theory]
    [InlineData("tiny-v3", 3)]
    [InlineData("tiny-gpt", 4)]
    public void Reading_stops_in_the_middle_of_a_token_and_can_go_on(string name, int layers)
    {
        using InferenceModel model = InferenceModel.Load(name);
        using InferenceSession session = model.NewSession(), whole = model.NewSession();
        session.Read([1, 2, 3]);
        using var stop = new CancellationTokenSource();
        int finished = 0;
        session.Probe = (layer, what, _) =>
        {
            finished += what == "output" ? 1 : 0;
            if (layer == 1)
                stop.Cancel();
        };
        Assert.ThrowsAny<OperationCanceledException>(() => session.Read([4], stop.Token));
        Assert.InRange(finished, 1, layers - 1);
        Assert.Equal(3, session.Length);
        session.Probe = null;
        float[] expected = whole.Read([1, 2, 3, 4, 5]).ToArray();
        Assert.Equal(expected, session.Read([4, 5]).ToArray(), (x, y) => Math.Abs(x - y) < 1e-4);
    }

    [Fact]
    public void Wrong_input_is_said_with_its_place_and_changes_nothing()
    {
        using InferenceModel model = InferenceModel.Load("tiny-gpt");
        using InferenceSession session = model.NewSession(capacity: 4);
        session.Read([1, 2]);
        Assert.Contains("give at least one", Assert.Throws<ArgumentException>(() => session.Read([])).Message);
        Assert.Contains("Token 1 has the id 81; this model's ids go from 0 to 80", Assert.Throws<ArgumentException>(() => session.Read([0, 81])).Message);
        Assert.Contains("Token 0 has the id -1", Assert.Throws<ArgumentException>(() => session.Read([-1])).Message);
        Assert.Contains("2 tokens have been read and 3 more were given; this session reads 4", Assert.Throws<ArgumentException>(() => session.Read([1, 2, 3])).Message);
        Assert.Contains("expected 0 to 2 to keep", Assert.Throws<ArgumentOutOfRangeException>(() => session.Truncate(3)).Message);
        Assert.Contains("reads 1 to 128 tokens", Assert.Throws<ArgumentOutOfRangeException>(() => model.NewSession(capacity: 129)).Message);
        Assert.Equal(2, session.Length);
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Read([1]));
    }

    [Fact]
    public void A_closed_model_stays_mapped_for_the_sessions_it_has()
    {
        InferenceModel model = InferenceModel.Load("tiny-v3");
        using InferenceSession session = model.NewSession(), other = model.NewSession();
        float[] expected = other.Read([5, 6, 7]).ToArray();
        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.NewSession());
        Assert.Equal(expected, session.Read([5, 6, 7]).ToArray());
    }

    [Fact]
    public void A_model_replaced_while_it_is_open_stays_what_it_was_for_who_has_it()
    {
        using var folder = new TemporaryFolder();
        CopyModel("tiny-gpt", folder.Path);
        using InferenceModel old = InferenceModel.Load(folder.Path);
        using InferenceSession session = old.NewSession();
        float[] before = session.Read([1, 2, 3]).ToArray();
        ModelFiles.Replace(folder.Path, next => CopyModel("tiny-v3", next));
        session.Truncate(0);
        Assert.Equal(before, session.Read([1, 2, 3]).ToArray());
        using InferenceModel now = InferenceModel.Load(folder.Path);
        Assert.Equal((81, 2048), (old.VocabularySize, now.VocabularySize));

        string file = Path.Combine(folder.Path, "model.gguf");
        GgufExport.Write(old, file, GgufType.F32);
        using InferenceModel first = InferenceModel.Load(file);
        using InferenceSession reading = first.NewSession();
        before = reading.Read([1, 2, 3]).ToArray();
        GgufExport.Write(now, file, GgufType.F32);
        reading.Truncate(0);
        Assert.Equal(before, reading.Read([1, 2, 3]).ToArray());
        using InferenceModel second = InferenceModel.Load(file);
        Assert.Equal(2048, second.VocabularySize);
    }

    [Fact]
    public void A_replacement_that_a_dying_process_left_half_done_is_read_as_the_new_model_alone()
    {
        using var folder = new TemporaryFolder();
        CopyModel("tiny-gpt", folder.Path);
        CopyModel("tiny-v3", Directory.CreateDirectory(Path.Combine(folder.Path, ".complete")).FullName);
        using InferenceModel left = InferenceModel.Load(folder.Path), whole = InferenceModel.Load("tiny-v3");
        using InferenceSession one = left.NewSession(), other = whole.NewSession();
        Assert.Equal(other.Read([5, 6, 7]).ToArray(), one.Read([5, 6, 7]).ToArray());
        Assert.Equal(whole.Tokenizer!.Encode("Call me Ishmael"), left.Tokenizer!.Encode("Call me Ishmael"));
    }

    [Fact]
    public void Two_sessions_on_two_threads_do_not_disturb_each_other()
    {
        using InferenceModel model = InferenceModel.Load("tiny-v3");
        float[][] alone = [.. Enumerable.Range(0, 4).Select(Run)];
        float[][] together = new float[4][];
        Parallel.For(0, 4, i => together[i] = Run(i));
        Assert.Equal(alone, together);

        float[] Run(int seed)
        {
            using InferenceSession session = model.NewSession(threads: 2);
            int[] tokens = [.. Enumerable.Range(0, 200).Select(i => (i * (seed + 3)) % 2_048)];
            return session.Read(tokens).ToArray();
        }
    }

    [Theory]
    [InlineData("tiny-rnn", "described by 'rnn'")]
    public void What_cannot_run_is_refused_by_its_name(string name, string expected)
        => Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => InferenceModel.Load(name)).Message);

    private static void CopyModel(string name, string folder)
    {
        foreach (string file in Directory.EnumerateFiles(TrainedModels.Find(name)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }
}
