using System.Globalization;
using System.Text;
using System.Text.Json;
using NotebookCourse.Accounting;

namespace NotebookCourse.Workshop;

/// <summary>
/// What <c>count</c> prints. The JSON names are those of the properties in snake_case and stay as they are; parameters are
/// in units, cache and memory in bytes, operations in FLOPs a token.
/// </summary>
internal sealed record CountReport
{
    public required string Model { get; init; }

    public required long Total { get; init; }

    public required long ActivatedWithEmbedding { get; init; }

    public required long ActivatedWithHead { get; init; }

    public required long ActivatedWithout { get; init; }

    public required long Multiplied { get; init; }

    public required long Mtp { get; init; }

    public required long MtpCopies { get; init; }

    /// <summary>How the file's weights are stored, where that is another way than those counted here: then its numbers and bytes are null.</summary>
    public required string? ReleasedAs { get; init; }

    public required long? ReleasedTotal { get; init; }

    /// <summary>By the file format's own names of types: F8_E4M3, BF16, F32; 0 where there is none.</summary>
    public required Dictionary<string, long>? ReleasedByDtype { get; init; }

    public required long? ReleasedBytes { get; init; }

    public required Dictionary<string, long> Components { get; init; }

    public required CacheReport Cache { get; init; }

    public long CacheBytesPerToken => Cache.BytesPerToken;

    public required FlopsReport Flops { get; init; }

    public required MemoryReport Memory { get; init; }

    /// <summary>Bytes a token over all layers, BF16; what the same layers would keep with other kinds of attention.</summary>
    internal sealed record CacheReport(long ElementsPerTokenPerLayer, long BytesPerToken, long BytesPerTokenMha, long BytesPerTokenGqa8, long BytesPerTokenMqa);

    /// <summary>Operations a token.</summary>
    internal sealed record FlopsReport(
        int Context, long ForwardWeights, long AttentionPerPosition, long AbsorbedAttentionPerPosition,
        double Forward, double ForwardCausal, double Training, double TrainingCausal);

    /// <summary>Bytes over all devices, and numbers a token leaves for the backward pass.</summary>
    internal sealed record MemoryReport(long? WeightsReleased, long WeightsBf16, long TrainingFp8, long TrainingBf16, long TrainingFp32, long ActivationElementsPerToken);

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static CountReport Of(ModelConfig config, int context)
    {
        var count = ParameterCount.Of(config);
        ReleasedFile? released = config.QuantizationMethod is null || config.Float8Weights ? count.Released : null;
        return new CountReport
        {
            Model = config.Name,
            Total = count.Total,
            ActivatedWithEmbedding = count.ActivatedWithEmbedding,
            ActivatedWithHead = count.ActivatedWithHead,
            ActivatedWithout = count.ActivatedWithout,
            Multiplied = count.Multiplied,
            Mtp = count.Prediction,
            MtpCopies = count.PredictionCopies,
            ReleasedAs = released is null ? config.QuantizationMethod : null,
            ReleasedTotal = released?.Total,
            ReleasedByDtype = released is null ? null : new() { ["F8_E4M3"] = released.Float8, ["BF16"] = released.BFloat16, ["F32"] = released.Float32 },
            ReleasedBytes = released?.Bytes,
            Components = count.Components.ToDictionary(part => JsonNamingPolicy.SnakeCaseLower.ConvertName(part.Component.ToString()), part => part.Total),
            Cache = CacheOf(config),
            Flops = FlopsOf(config, context),
            Memory = MemoryOf(count, released),
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    public string ToTable()
    {
        var text = new StringBuilder($"{Model}\n\n");
        foreach (var (component, parameters) in Components)
            Line(text, component.Replace('_', ' '), parameters, $"{100.0 * parameters / Total:F3} %");
        Line(text, "total", Total, "100 %");
        text.Append('\n');
        Line(text, "activated, embedding and head counted", ActivatedWithEmbedding, "a token");
        Line(text, "activated, head counted", ActivatedWithHead, "a token");
        Line(text, "activated, neither", ActivatedWithout, "a token");
        Line(text, "multiplied (no norms, biases, embedding)", Multiplied, "a token");
        text.Append('\n');
        Line(text, "prediction module (MTP), its own", Mtp);
        Line(text, "copies stored with it", MtpCopies);
        foreach (var (type, numbers) in ReleasedByDtype ?? [])
            Line(text, $"released as {type}", numbers);
        if (ReleasedTotal is { } all)
            Line(text, "released, all numbers", all, $"{ReleasedBytes / 1e9:F2} GB");
        else
            text.Append($"released, stored as {ReleasedAs}: the size of such a file is not counted\n");
        text.Append('\n');
        Line(text, "cache, bytes a token (BF16)", Cache.BytesPerToken);
        Line(text, "  as multi-head attention", Cache.BytesPerTokenMha, $"{(double)Cache.BytesPerTokenMha / Cache.BytesPerToken:F2} x");
        Line(text, "  as grouped-query attention, 8 heads", Cache.BytesPerTokenGqa8, $"{(double)Cache.BytesPerTokenGqa8 / Cache.BytesPerToken:F2} x");
        Line(text, "  as multi-query attention", Cache.BytesPerTokenMqa, $"{(double)Cache.BytesPerTokenMqa / Cache.BytesPerToken:F2} x");
        text.Append('\n');
        Line(text, "FLOPs a token, weights, forward", Flops.ForwardWeights);
        Line(text, $"FLOPs a token, training at {Flops.Context}, causal", Flops.TrainingCausal);
        Line(text, $"FLOPs a token, training at {Flops.Context}, full", Flops.Training);
        text.Append('\n');
        Line(text, "training state, FP8 recipe, bytes", Memory.TrainingFp8);
        Line(text, "training state, BF16 mixed, bytes", Memory.TrainingBf16);
        Line(text, "activations, numbers a token", Memory.ActivationElementsPerToken);
        return text.ToString().TrimEnd('\n');
    }

    private static void Line(StringBuilder text, string name, double value, string note = "") =>
        text.Append(string.Create(CultureInfo.InvariantCulture, $"{name,-42}{value,26:N0}  {note}").TrimEnd()).Append('\n');

    private static CacheReport CacheOf(ModelConfig config)
    {
        var cache = CacheCount.Of(config);
        return new CacheReport(
            cache.Elements, cache.BytesPerToken(),
            cache.BytesPerTokenWithHeads(config.HeadCount), cache.BytesPerTokenWithHeads(8), cache.BytesPerTokenWithHeads(1));
    }

    private static FlopsReport FlopsOf(ModelConfig config, int context)
    {
        var compute = ComputeCount.Of(config);
        return new FlopsReport(
            context, compute.ForwardWeights, compute.AttentionPerPosition, compute.AbsorbedAttentionPerPosition,
            compute.Forward(context, causal: false), compute.Forward(context, causal: true),
            compute.Training(context, causal: false), compute.Training(context, causal: true));
    }

    private static MemoryReport MemoryOf(ParameterCount count, ReleasedFile? released)
    {
        var memory = new MemoryCount(count);
        return new MemoryReport(
            released?.Bytes, 2 * count.Total, memory.States(MemoryRecipe.DeepSeekV3), memory.States(MemoryRecipe.BFloat16Mixed),
            memory.States(MemoryRecipe.Float32), memory.ActivationElementsPerToken);
    }
}
