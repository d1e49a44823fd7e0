using System.Globalization;
using NotebookCourse.Checkpoints;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>
/// The file a run is resumed from: one safetensors file with the model's tensors under <c>model.</c>, AdamW's moments
/// under <c>first.</c> and <c>second.</c>, and the curve so far. One file, moved into place when whole: a crash while
/// writing leaves the previous one.
/// </summary>
internal static class TrainerState
{
    private const string Model = "model.", First = "first.", Second = "second.", Curve = "curve";
    private const string StepKey = "step", DataKey = "data", ThreadsKey = "threads", ProductsKey = "products", OriginKey = "origin", BFloat16 = "bfloat16", Float32 = "float32", KindKey = "kind", Kind = "NotebookCourse trainer state 1";
    private const int CurveColumns = 5;

    public static void Save(string path, Learner learner, AdamW optimizer, IReadOnlyList<CurvePoint> curve, ulong data, string? origin)
    {
        using var scope = NewDisposeScope();
        List<TensorToWrite> tensors = [.. learner.Model.state_dict().Select(entry => CheckpointTensors.ToWrite(Model + entry.Key, entry.Value))];
        for (int i = 0; i < optimizer.Names.Count; i++)
        {
            tensors.Add(CheckpointTensors.ToWrite(First + optimizer.Names[i], optimizer.FirstMoments[i]));
            tensors.Add(CheckpointTensors.ToWrite(Second + optimizer.Names[i], optimizer.SecondMoments[i]));
        }

        double[] numbers = [.. curve.SelectMany(point =>
            new[] { point.Step, point.Loss, point.LearningRate, point.GradientNorm, point.ValidationLoss ?? double.NaN })];
        tensors.Add(CheckpointTensors.ToWrite(Curve, tensor(numbers, curve.Count, CurveColumns)));
        var notes = new Dictionary<string, string>
        {
            [KindKey] = Kind,
            [StepKey] = optimizer.StepCount.ToString(CultureInfo.InvariantCulture),
            [DataKey] = data.ToString("x16", CultureInfo.InvariantCulture),
            [ThreadsKey] = get_num_threads().ToString(CultureInfo.InvariantCulture),
            [ProductsKey] = learner.BFloat16Products ? BFloat16 : Float32,
        };
        if (origin is not null)
            notes[OriginKey] = origin;
        SafetensorsWriter.Write(path, tensors, notes);
    }

    /// <summary>What the run was started from (<see cref="Trainer.Origin"/>), or null if it did not say.</summary>
    public static string? OriginOf(string path)
    {
        using Checkpoint checkpoint = Open(path);
        return checkpoint.Files[0].Metadata.GetValueOrDefault(OriginKey);
    }

    public static IReadOnlyList<CurvePoint> Restore(string path, Learner learner, AdamW optimizer, ulong data)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using Checkpoint checkpoint = Open(path);
        IReadOnlyDictionary<string, string> notes = checkpoint.Files[0].Metadata;
        if (notes.GetValueOrDefault(KindKey) != Kind)
            throw new InvalidDataException($"'{path}' is a safetensors file, but not one a training run wrote; it holds no optimizer to go on with. Start a new run without --resume.");
        if (notes.GetValueOrDefault(DataKey) != data.ToString("x16", CultureInfo.InvariantCulture))
            throw new InvalidDataException($"'{path}' was trained on other data (another text, split, batch size, context or seed) than is given now. Resume with the same text and configuration, or start a new run without --resume.");

        Dictionary<string, Tensor> own = learner.Model.state_dict();
        RequireSameShapes(path, checkpoint, own);
        foreach ((string name, Tensor tensor) in own)
            tensor.copy_(checkpoint.ReadTensor(Model + name));
        for (int i = 0; i < optimizer.Names.Count; i++)
        {
            optimizer.FirstMoments[i].copy_(checkpoint.ReadTensor(First + optimizer.Names[i]));
            optimizer.SecondMoments[i].copy_(checkpoint.ReadTensor(Second + optimizer.Names[i]));
        }

        ThreadChoice.Use(int.Parse(notes[ThreadsKey], CultureInfo.InvariantCulture)); // sums in another order would be another run
        learner.BFloat16Products = notes.GetValueOrDefault(ProductsKey, Float32) == BFloat16;
        optimizer.StepCount = long.Parse(notes[StepKey], CultureInfo.InvariantCulture);
        return ReadCurve(checkpoint);
    }

    private static Checkpoint Open(string path)
    {
        try
        {
            return Checkpoint.Open(path);
        }
        catch (SafetensorsException error)
        {
            throw new InvalidDataException($"'{path}' cannot be resumed from: {error.Message}", error);
        }
    }

    private static void RequireSameShapes(string path, Checkpoint checkpoint, Dictionary<string, Tensor> own)
    {
        foreach ((string name, Tensor tensor) in own)
        {
            if (!checkpoint.TryGet(Model + name, out TensorEntry? entry))
                throw new InvalidDataException($"'{path}' is of another model: it has no '{name}'. Resume with the configuration it was trained with.");
            if (!entry.Shape.SequenceEqual(tensor.shape))
                throw new InvalidDataException($"'{path}' is of another model: its '{name}' is [{string.Join(", ", entry.Shape)}], this configuration's is [{string.Join(", ", tensor.shape)}]. Resume with the configuration it was trained with.");
        }

        string? stranger = checkpoint.Entries.Select(entry => entry.Name)
            .FirstOrDefault(name => name.StartsWith(Model, StringComparison.Ordinal) && !own.ContainsKey(name[Model.Length..]));
        if (stranger is not null)
            throw new InvalidDataException($"'{path}' is of another model: it has '{stranger[Model.Length..]}', which this configuration has not. Resume with the configuration it was trained with.");
    }

    private static List<CurvePoint> ReadCurve(Checkpoint checkpoint)
    {
        double[] numbers = [.. checkpoint.ReadTensor(Curve).data<double>()];
        return [.. numbers.Chunk(CurveColumns).Select(row =>
            new CurvePoint((long)row[0], row[1], row[2], row[3], double.IsNaN(row[4]) ? null : row[4]))];
    }
}
