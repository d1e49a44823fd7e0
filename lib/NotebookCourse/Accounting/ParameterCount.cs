namespace NotebookCourse.Accounting;

/// <summary>
/// How many parameters a model has, under each rule people count by. All numbers are exact sums over
/// <see cref="WeightTensors"/>; a test holds them to the published files.
/// </summary>
/// <param name="Config">The configuration counted.</param>
/// <param name="Tensors">What was summed.</param>
public sealed record ParameterCount(ModelConfig Config, IReadOnlyList<WeightTensor> Tensors)
{
    /// <summary>Counts a model.</summary>
    /// <exception cref="ArgumentException">The configuration contradicts itself.</exception>
    public static ParameterCount Of(ModelConfig config) => new(config, WeightTensors.Of(config));

    /// <summary>All parameters of the model, without prediction modules: 671,026,419,200 for DeepSeek-V3.</summary>
    public long Total => Main.Sum(tensor => tensor.Total);

    /// <summary>Met by one token, the whole embedding table and the head included: 37,552,297,472.</summary>
    public long ActivatedWithEmbedding => Main.Sum(tensor => tensor.Active);

    /// <summary>Met by one token, the head included, the embedding table not, of which a token reads one row: 36,625,618,432.</summary>
    public long ActivatedWithHead => ActivatedWithout + OutputTable;

    /// <summary>Met by one token, neither embedding table nor head included: 35,698,939,392.</summary>
    public long ActivatedWithout => Main.Where(IsInside).Sum(tensor => tensor.Active);

    /// <summary>Multiplied by one token's vectors: no norms, biases or embedding table. One multiplication and addition each. 36,624,596,992.</summary>
    public long Multiplied => Main.Where(tensor => tensor.IsMultiplied && IsInside(tensor)).Sum(tensor => tensor.Active) + OutputTable;

    /// <summary>The prediction modules' own parameters, without the embedding and head they share with the model: 11,610,068,224.</summary>
    public long Prediction => Part(ModelPart.Prediction).Sum(tensor => tensor.Total);

    /// <summary>Copies of embedding and head that a released file repeats under the prediction modules.</summary>
    public long PredictionCopies => Part(ModelPart.PredictionCopies).Sum(tensor => tensor.Total);

    /// <summary>Parameters of the model by component, in the order of <see cref="ModelComponent"/>; components it lacks are left out.</summary>
    public IReadOnlyList<(ModelComponent Component, long Total, long Active)> Components =>
        [.. Main.GroupBy(tensor => tensor.Component).OrderBy(group => group.Key)
            .Select(group => (group.Key, group.Sum(tensor => tensor.Total), group.Sum(tensor => tensor.Active)))];

    /// <summary>Parameters of one component of the model.</summary>
    public long TotalOf(ModelComponent component) => Main.Where(tensor => tensor.Component == component).Sum(tensor => tensor.Total);

    /// <summary>The numbers a released file holds, by type.</summary>
    public ReleasedFile Released => ReleasedFile.Of(this);

    private IEnumerable<WeightTensor> Main => Part(ModelPart.Main);

    // The table that makes logits is multiplied even where it is the embedding table itself.
    private long OutputTable => (long)Config.VocabularySize * Config.HiddenSize;

    private static bool IsInside(WeightTensor tensor) => tensor.Component is not (ModelComponent.Embedding or ModelComponent.OutputHead);

    private IEnumerable<WeightTensor> Part(ModelPart part) => Tensors.Where(tensor => tensor.Part == part);
}
