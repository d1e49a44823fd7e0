using System.Text.Json;

namespace NotebookCourse.Accounting;

/// <summary>
/// Reads which layers have experts: <c>first_k_dense_replace</c> and <c>moe_layer_freq</c> as numbers, or a list with one
/// entry a layer, <c>mlp_layer_types</c> (dense, sparse) or <c>moe_layer_freq</c> (0, 1).
/// </summary>
internal static class ExpertLayersJson
{
    /// <summary>How many layers come first without experts, and every how many after them have experts.</summary>
    public static (int DenseFirst, int Interval) Read(ConfigFields fields, int layers)
    {
        int? denseFirst = fields.OptionalInt("first_k_dense_replace");
        int interval = 1;
        bool[]? sparse = fields.List("mlp_layer_types") is { } types ? [.. types.Select(type => Sparse(fields, type))] : null;
        if (fields.List("moe_layer_freq") is { } flags)
        {
            bool[] listed = [.. flags.Select(flag => Flag(fields, flag))];
            if (sparse is not null && !sparse.SequenceEqual(listed))
                throw fields.Wrong("moe_layer_freq", "the same layers as mlp_layer_types");
            sparse = listed;
        }
        else
        {
            interval = fields.Int("moe_layer_freq", 1);
        }

        if (sparse is null)
            return (denseFirst ?? 0, interval);
        string name = fields.Has("mlp_layer_types") ? "mlp_layer_types" : "moe_layer_freq";
        return Fit(fields, name, sparse, denseFirst, layers);
    }

    private static (int DenseFirst, int Interval) Fit(ConfigFields fields, string name, bool[] sparse, int? denseFirst, int layers)
    {
        if (sparse.Length != layers)
            throw fields.Wrong(name, $"a list of num_hidden_layers entries, which are {layers}, not {sparse.Length}");
        int first = Array.IndexOf(sparse, true);
        if (first < 0)
            return (layers, 1);
        for (int interval = 1; interval <= layers; interval++)
        {
            if (Enumerable.Range(0, layers).All(layer => sparse[layer] == (layer >= first && layer % interval == 0)))
            {
                // Layers before the first with experts are dense, whichever number between says so.
                bool agrees = denseFirst is not { } given || Enumerable.Range(0, layers).All(layer => sparse[layer] == (layer >= given && layer % interval == 0));
                return agrees ? (first, interval) : throw fields.Wrong("first_k_dense_replace", $"{first}, as {name} has it");
            }
        }

        throw fields.Wrong(name, "dense layers first, then experts in each layer or in every n-th");
    }

    private static bool Sparse(ConfigFields fields, JsonElement type) => (type.ValueKind == JsonValueKind.String ? type.GetString() : null) switch
    {
        "sparse" => true,
        "dense" => false,
        _ => throw fields.Wrong("mlp_layer_types", "a list of \"dense\" and \"sparse\""),
    };

    private static bool Flag(ConfigFields fields, JsonElement flag) => (flag.ValueKind == JsonValueKind.Number && flag.TryGetInt32(out int number) ? number : -1) switch
    {
        0 => false,
        1 => true,
        _ => throw fields.Wrong("moe_layer_freq", "a whole number, or a list of 0 and 1"),
    };
}
