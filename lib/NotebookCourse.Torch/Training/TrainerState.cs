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
    private const string DataKey = "data", OriginKey = "origin", KindKey = "kind", Kind = "NotebookCourse trainer state 2";
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
            [DataKey] = data.ToString("x16", CultureInfo.InvariantCulture),
        };
        new StateNotes(get_num_threads(), learner.BFloat16Products).Write(notes, optimizer.StepCount);
        if (origin is not null)
            notes[OriginKey] = origin;
        ContentChecksum.Write(path, tensors, notes);
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
            throw new InvalidDataException($"'{path}' is a safetensors file, but not one that this version's training wrote; it holds no optimizer to go on with. Start a new run in another folder.");
        if (!notes.ContainsKey(ContentChecksum.Key))
            throw new InvalidDataException($"'{path}' has lost its checksum; what it holds cannot be trusted. Start a new run in another folder.");
        if (notes.GetValueOrDefault(DataKey) != data.ToString("x16", CultureInfo.InvariantCulture))
            throw new InvalidDataException($"'{path}' was trained on other data (another text, split, batch size, context or seed) than is given now. Resume with the same text and configuration, or start a new run without --resume.");

        Dictionary<string, Tensor> own = learner.Model.state_dict();
        RequireSameShapes(path, checkpoint, own, optimizer);
        IReadOnlyList<CurvePoint> curve = ReadCurve(path, checkpoint);
        var standing = StateNotes.Read(path, notes, curve.Count);
        foreach ((string name, Tensor tensor) in own)
            tensor.copy_(checkpoint.ReadTensor(Model + name));
        for (int i = 0; i < optimizer.Names.Count; i++)
        {
            optimizer.FirstMoments[i].copy_(checkpoint.ReadTensor(First + optimizer.Names[i]));
            optimizer.SecondMoments[i].copy_(checkpoint.ReadTensor(Second + optimizer.Names[i]));
        }

        ThreadChoice.Use(standing.Threads); // sums in another order would be another run
        learner.BFloat16Products = standing.BFloat16Products;
        optimizer.StepCount = curve.Count;
        return curve;
    }

    private static Checkpoint Open(string path)
    {
        try
        {
            Checkpoint checkpoint = Checkpoint.Open(path);
            try
            {
                ContentChecksum.Require(checkpoint.Files[0]);
                return checkpoint;
            }
            catch
            {
                checkpoint.Dispose();
                throw;
            }
        }
        catch (SafetensorsException error)
        {
            throw new InvalidDataException($"'{path}' cannot be resumed from: {error.Message}", error);
        }
    }

    private static void RequireSameShapes(string path, Checkpoint checkpoint, Dictionary<string, Tensor> own, AdamW optimizer)
    {
        IEnumerable<(string Name, Tensor Tensor)> wanted =
        [
            .. own.Select(entry => (Model + entry.Key, entry.Value)),
            .. optimizer.Names.Zip(optimizer.FirstMoments, (name, moment) => (First + name, moment)),
            .. optimizer.Names.Zip(optimizer.SecondMoments, (name, moment) => (Second + name, moment)),
        ];
        foreach ((string name, Tensor tensor) in wanted)
        {
            string shown = name.StartsWith(Model, StringComparison.Ordinal) ? name[Model.Length..] : name;
            if (!checkpoint.TryGet(name, out TensorEntry? entry))
                throw new InvalidDataException($"'{path}' is of another model: it has no '{shown}'. Resume with the configuration it was trained with.");
            if (!entry.Shape.SequenceEqual(tensor.shape))
                throw new InvalidDataException($"'{path}' is of another model: its '{shown}' is [{string.Join(", ", entry.Shape)}], this configuration's is [{string.Join(", ", tensor.shape)}]. Resume with the configuration it was trained with.");
            SafetensorsType type = CheckpointTensors.ToWrite(name, tensor).Type;
            if (entry.Type != type)
                throw new InvalidDataException($"'{path}' is of another model: its '{shown}' is {entry.Type}, this configuration's is {type}. Resume with the configuration it was trained with.");
        }

        string? stranger = checkpoint.Entries.Select(entry => entry.Name)
            .FirstOrDefault(name => name.StartsWith(Model, StringComparison.Ordinal) && !own.ContainsKey(name[Model.Length..]));
        if (stranger is not null)
            throw new InvalidDataException($"'{path}' is of another model: it has '{stranger[Model.Length..]}', which this configuration has not. Resume with the configuration it was trained with.");
    }

    /// <summary>The step it stands at and the steps its run has; null where the file does not say.</summary>
    public static (long Step, long? Steps) Standing(string path)
    {
        using Checkpoint checkpoint = Open(path);
        long step = checkpoint.TryGet(Curve, out TensorEntry? entry) && entry.Shape.Count == 2 ? entry.Shape[0] : 0;
        return (step, OriginOf(path) is { } origin ? CourseModel.Parse(origin, path).Training.Steps : null);
    }

    private static List<CurvePoint> ReadCurve(string path, Checkpoint checkpoint)
    {
        if (!checkpoint.TryGet(Curve, out TensorEntry? entry) || entry is not { Type: SafetensorsType.F64, Shape: [>= 0, CurveColumns] })
            throw new InvalidDataException($"'{path}' cannot be resumed from: it has no '{Curve}' of F64 [steps, {CurveColumns}].");
        double[] numbers = [.. checkpoint.ReadTensor(Curve).data<double>()];
        List<CurvePoint> curve = [.. numbers.Chunk(CurveColumns).Select(row =>
            new CurvePoint((long)row[0], row[1], row[2], row[3], double.IsNaN(row[4]) ? null : row[4]))];
        return curve.Index().All(at => at.Item.Step == at.Index + 1 && double.IsFinite(at.Item.Loss))
            ? curve
            : throw new InvalidDataException($"'{path}' cannot be resumed from: its '{Curve}' does not count the steps from 1, or a loss is no number.");
    }
}
