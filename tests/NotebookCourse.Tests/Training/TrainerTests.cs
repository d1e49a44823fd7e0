using NotebookCourse.Accounting;
using NotebookCourse.Models;
using NotebookCourse.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Training;

[Collection(OneTorch.Name)]
public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("training").FullName;

    private string State => Path.Combine(_folder, "state.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Learns_and_reports()
    {
        using GptModel model = Small.Model();
        using Trainer trainer = Small.Trainer(model, Small.Recipe(60) with { ValidateEvery = 20 });
        List<TrainingProgress> seen = [];
        TrainingResult result = trainer.Run(watch: seen.Add);
        Assert.Equal(Math.Log(Small.Tokenizer.VocabularySize), result.Curve[0].Loss, 0.1); // it begins by guessing
        Assert.True(result.ValidationLoss < result.Curve[0].Loss - 0.3);
        Assert.Equal(60, seen.Count);
        Assert.Equal([20L, 40, 60], result.Curve.Where(point => point.ValidationLoss is not null).Select(point => point.Step));
        Assert.True(result is { Completed: true, PeakMemoryBytes: > 0, TokensPerSecond: > 0 });
        Assert.Equal(TimeSpan.Zero, seen[^1].Remaining);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_resumed_run_is_the_uninterrupted_run_bit_for_bit(bool bfloat16)
    {
        using GptModel straight = Small.Model(), first = Small.Model(), second = Small.Model(seed: 99);
        using Trainer whole = Small.Trainer(straight, bfloat16: bfloat16);
        TrainingResult expected = whole.Run();

        using var stop = new CancellationTokenSource();
        using (Trainer begun = Small.Trainer(first, bfloat16: bfloat16))
        {
            TrainingResult cut = begun.Run(State, progress => { if (progress.Point.Step == 8) stop.Cancel(); }, stop.Token);
            Assert.False(cut.Completed);
            Assert.Equal(8, begun.StepCount);
        }

        using Trainer resumed = Small.Trainer(second); // how products are done stands in the checkpoint
        resumed.Restore(State);
        TrainingResult actual = resumed.Run();
        Assert.Equal(expected.Curve, actual.Curve);
        Assert.Equal(Small.Weights(straight), Small.Weights(second));
    }

    [Fact]
    public void The_same_seed_gives_the_same_curve_and_another_seed_another()
    {
        IReadOnlyList<CurvePoint> Curve(long seed)
        {
            using GptModel model = Small.Model(seed);
            using Trainer trainer = Small.Trainer(model, Small.Recipe(5));
            return trainer.Run().Curve;
        }

        Assert.Equal(Curve(1), Curve(1));
        Assert.NotEqual(Curve(1), Curve(2));
    }

    [Fact]
    public void Ten_thousand_tensors_later_none_is_left_over()
    {
        using GptModel model = Small.Model();
        using Trainer trainer = Small.Trainer(model, Small.Recipe(500));
        for (int i = 0; i < 20; i++)
            trainer.Step();
        trainer.Validate();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 300; i++)
            trainer.Step();
        trainer.Validate();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_broken_number_stops_the_run_before_it_does_harm()
    {
        using GptModel model = Small.Model();
        using Trainer trainer = Small.Trainer(model);
        trainer.Step();
        using (no_grad())
            model.named_parameters().First(entry => entry.name == "layers.1.mlp.up_proj.weight").parameter[0, 0] = float.NaN;
        float[] before = Small.Weights(model);
        string message = Assert.Throws<TrainingDivergedException>(() => trainer.Step()).Message;
        Assert.Contains("step 2", message);
        Assert.Contains("Learning rate", message);
        Assert.Contains("weight", message);
        Assert.Equal(before, Small.Weights(model));
    }

    [Fact]
    public void An_exploding_loss_stops_the_run()
    {
        using GptModel model = Small.Model();
        using Trainer trainer = Small.Trainer(model, Small.Recipe(200) with { Rate = new ConstantRate(30), ClipNorm = double.PositiveInfinity });
        string message = Assert.Throws<TrainingDivergedException>(() => trainer.Run()).Message;
        Assert.Contains("Learning rate 30", message);
        Assert.Contains("the largest gradient is that of", message);
    }

    [Fact]
    public void A_state_of_another_model_or_other_data_is_refused()
    {
        using GptModel model = Small.Model();
        using (Trainer trainer = Small.Trainer(model))
            trainer.Run(State);
        using var wider = new GptModel(GptConfig.Classic(Small.Tokenizer.VocabularySize, Small.Context, 32, 2, 2, bias: false));
        using var deeper = new GptModel(GptConfig.Classic(Small.Tokenizer.VocabularySize, Small.Context, 16, 3, 2, bias: false));
        using var shallower = new GptModel(GptConfig.Classic(Small.Tokenizer.VocabularySize, Small.Context, 16, 1, 2, bias: false));
        Assert.Contains("another model", Refusal(Small.Trainer(wider)));
        Assert.Contains("it has no 'layers.2", Refusal(Small.Trainer(deeper)));
        Assert.Contains("which this configuration has not", Refusal(Small.Trainer(shallower)));
        Assert.Contains("other data", Refusal(Small.Trainer(model, source: Small.Windows(seed: 9))));
        Assert.Contains("other data", Refusal(Small.Trainer(model, source: new RandomWindows(new TokenStream(Small.Stream.Tokens[1..]), 4, Small.Context, 7))));

        string Refusal(Trainer trainer)
        {
            using (trainer)
                return Assert.Throws<InvalidDataException>(() => trainer.Restore(State)).Message;
        }
    }

    [Fact]
    public void A_damaged_or_foreign_state_is_refused()
    {
        using GptModel model = Small.Model();
        using Trainer trainer = Small.Trainer(model);
        trainer.Step();
        trainer.Save(State);
        byte[] whole = File.ReadAllBytes(State);
        File.WriteAllBytes(State, whole[..(whole.Length / 2)]);
        Assert.Contains("cannot be resumed from", Assert.Throws<InvalidDataException>(() => trainer.Restore(State)).Message);
        NotebookCourse.Checkpoints.SafetensorsWriter.Write(State, []);
        Assert.Contains("not one that this version's training wrote", Assert.Throws<InvalidDataException>(() => trainer.Restore(State)).Message);
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_leaves_the_previous_one()
    {
        using GptModel model = Small.Model();
        using Trainer trainer = Small.Trainer(model);
        trainer.Step();
        trainer.Save(State);
        byte[] before = File.ReadAllBytes(State);
        trainer.Step();
        string blocked = Path.Combine(_folder, "no such folder", "state.safetensors");
        Assert.Contains("previous checkpoint", Assert.ThrowsAny<IOException>(() => trainer.Save(blocked)).Message);
        Assert.Equal(before, File.ReadAllBytes(State));
        Assert.Single(Directory.EnumerateFiles(_folder)); // nothing half-written is left beside it
    }

    [Fact]
    public void A_DeepSeek_model_learns_with_its_extra_losses_and_its_router_biases_move()
    {
        random.manual_seed(1);
        ModelConfig config = ModelConfig.TinyDeepSeekV3 with { VocabularySize = Small.Tokenizer.VocabularySize, PredictionLayerCount = 1 };
        using var model = new DeepSeekModel(config);
        var learner = new DeepSeekLearner(model, new DeepSeekObjective());
        using var trainer = new Trainer(learner, Small.Windows(), Small.Windows(seed: 8), Small.Recipe(12));
        TrainingResult result = trainer.Run();
        double plain = learner.NextTokenLoss(Small.Windows().At(0)).item<float>();
        using Tensor all = learner.Loss(Small.Windows().At(0));
        Assert.InRange(all.item<float>() / plain, 1.2, 1.4); // next token, and 0.3 of the one after
        Assert.True(result.ValidationLoss < result.Curve[0].Loss / 1.3 - 0.1);
        float[] bias = [.. model.Routers.First().CorrectionBias!.data<float>()];
        Assert.All(bias, value => Assert.InRange(Math.Abs(value), 0, 12.5 * 0.001));
        Assert.Contains(bias, value => Math.Abs(value) > 0.0009);
        Assert.Equal(4 * Small.Context * 4, learner.LatestLoad[0].Total); // batch * positions * experts per token
    }
}
