namespace NotebookCourse.Accounting;

/// <summary>Reads how a checkpoint's weights are stored. No count of parameters depends on it.</summary>
internal static class QuantizationJson
{
    /// <summary>FP8 in blocks of 128 x 128.</summary>
    public const string Float8Blocks = "fp8";

    /// <summary>The method's name: <see cref="Float8Blocks"/> for DeepSeek's own, any other as the file says; null if the weights are not quantised.</summary>
    public static string? Read(ConfigFields fields)
    {
        if (fields.Object("quantization_config") is not { } quantization)
            return null;
        string method = quantization.Text("quant_method", "unnamed");
        if (method != Float8Blocks)
            return method;
        bool plain = quantization.Text("fmt", "e4m3") == "e4m3" && (!quantization.Has("weight_block_size") || quantization.IntPair("weight_block_size") is [128, 128]);
        return plain ? Float8Blocks : "fp8, of another kind";
    }
}
