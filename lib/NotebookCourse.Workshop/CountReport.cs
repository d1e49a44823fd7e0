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

    /// <summary>The table in <paramref name="language"/>.</summary>
    public string ToTable(string language) => CountTable.Of(this, language);

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
