using NotebookCourse.Accounting;
using NotebookCourse.Attention;
using NotebookCourse.Layers;
using NotebookCourse.Tests.Support;
using static TorchSharp.torch;

namespace NotebookCourse.Tests.Attention;

/// <summary>One suite over every kind of attention.</summary>
[Collection(OneTorch.Name)]
public sealed class AttentionLayerTests
{
    private const int Hidden = 12, Length = 6;

    private static readonly ModelConfig Latent = ModelConfig.TinyDeepSeekV3 with
    {
        HiddenSize = Hidden,
        HeadCount = 3,
        Latent = new() { QueryRank = 7, KeyValueRank = 5, ContentHeadSize = 6, RotaryHeadSize = 4, ValueHeadSize = 3 },
    };

    public static TheoryData<string> Kinds => ["multi-head", "grouped", "multi-query", "naive", "absorbed", "naive, plain query", "absorbed, biases"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Position_0_does_not_see_the_future_and_the_last_sees_the_past(string kind)
    {
        using var scope = NewDisposeScope();
        var (_, forward) = Layer(kind);
        Tensor input = Seeded.Normal(1, 1, Length, Hidden), edited = input.clone();
        edited[0, 3] += 1;
        Tensor change = (forward(edited, new()) - forward(input, new())).abs().amax(-1)[0];
        Assert.All(change[..3].data<double>().ToArray(), moved => Assert.True(moved < 1e-12)); // not 0: the order of a product's sums may depend on where its operands lie
        Assert.All(change[3..].data<double>().ToArray(), moved => Assert.True(moved > 1e-4));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reading_with_a_cache_equals_reading_at_once(string kind)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (newCache, forward) = Layer(kind);
        using var rotary = new RotaryEmbedding(4);
        Tensor input = Seeded.Normal(1, 2, Length, Hidden);
        Tensor whole = forward(input, new() { Angles = rotary.Angles(0, Length) });
        foreach (int[] pieces in new[] { new[] { 1, 1, 1, 1, 1, 1 }, [2, 3, 1], [6] })
        {
            using LayerCache cache = newCache();
            var parts = new List<Tensor>();
            foreach (int piece in pieces)
                parts.Add(forward(input.narrow(1, cache.Length, piece), new() { Angles = rotary.Angles(cache.Length, piece), Cache = cache }));
            TensorAssert.Close(whole, cat(parts, 1), 1e-12);
            Assert.Equal(Length, cache.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_taken_back_is_forgotten(string kind)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (newCache, forward) = Layer(kind);
        Tensor input = Seeded.Normal(1, 1, Length, Hidden);
        using LayerCache cache = newCache();
        forward(Seeded.Normal(2, 1, 4, Hidden), new() { Cache = cache });
        cache.Truncate(0);
        forward(input.narrow(1, 0, 3), new() { Cache = cache });
        forward(Seeded.Normal(3, 1, 2, Hidden), new() { Cache = cache });
        cache.Truncate(3);
        TensorAssert.Close(forward(input, new()).narrow(1, 3, 3), forward(input.narrow(1, 3, 3), new() { Cache = cache }), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_equal_finite_differences(string kind)
    {
        using var scope = NewDisposeScope();
        var (_, forward) = Layer(kind, out nn.Module module);
        using var rotary = new RotaryEmbedding(4);
        using RotaryAngles angles = rotary.Angles(0, 3);
        GradientCheck.Check(module, Seeded.Normal(1, 1, 3, Hidden), input => forward(input, new() { Angles = angles }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_probe_sees_weights_that_sum_to_one_and_changes_nothing_by_looking(string kind)
    {
        using var scope = NewDisposeScope();
        var (_, forward) = Layer(kind);
        Tensor input = Seeded.Normal(1, 2, Length, Hidden);
        using var recording = new Recording();
        TensorAssert.Close(forward(input, new()), forward(input, new() { Probe = recording.Probe }), 1e-12);
        TensorAssert.Close(ones(2, recording["weights"].shape[1], Length, dtype: ScalarType.Float64), recording["weights"].sum(-1), 1e-12);
        Assert.Equal(["weights", "heads"], recording.Names);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_prefix_is_seen_by_all_within_it(string kind)
    {
        using var scope = NewDisposeScope();
        var (_, forward) = Layer(kind);
        Tensor input = Seeded.Normal(1, 1, Length, Hidden), edited = input.clone();
        edited[0, 2] += 1;
        AttentionContext context = new() { Mask = AttentionMask.Prefix(Length, 3) };
        Tensor change = (forward(edited, context) - forward(input, context)).abs().amax(-1)[0];
        Assert.All(change.data<double>().ToArray(), moved => Assert.True(moved > 1e-4));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Zero_input_gives_finite_output_and_one_token_sees_itself(string kind)
    {
        using var scope = NewDisposeScope();
        var (_, forward) = Layer(kind);
        Assert.True(double.IsFinite(TensorAssert.Largest(forward(zeros(1, Length, Hidden, dtype: ScalarType.Float64), new()))));
        using var recording = new Recording();
        forward(Seeded.Normal(1, 1, 1, Hidden), new() { Probe = recording.Probe });
        Assert.All(recording["weights"].data<double>().ToArray(), weight => Assert.Equal(1, weight, 12));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_is_left_behind_but_the_result(string kind)
    {
        using var outer = NewDisposeScope();
        using var noGradients = no_grad();
        var (newCache, forward) = Layer(kind);
        Tensor input = Seeded.Normal(1, 1, Length, Hidden);
        using LayerCache cache = newCache();
        TensorAssert.LeavesBehind(1, () => forward(input, new()));
        TensorAssert.LeavesBehind(1, () => forward(input, new() { Cache = cache }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wrong_width_is_named_beside_the_right_one(string kind)
    {
        using var scope = NewDisposeScope();
        var (_, forward) = Layer(kind);
        Tensor wrong = zeros(1, 2, 5, dtype: ScalarType.Float64);
        Assert.Contains("[1, 2, 5], expected [?, ?, 12]", Assert.Throws<ArgumentException>(() => forward(wrong, new())).Message);
    }

    [Fact]
    public void Naive_equals_absorbed()
    {
        using var scope = NewDisposeScope();
        using var layer = Seeded.Filled(new MultiHeadLatentAttention(Latent), 1);
        using var rotary = new RotaryEmbedding(4);
        AttentionContext context = new() { Angles = rotary.Angles(0, Length) };
        Tensor input = Seeded.Normal(2, 2, Length, Hidden);
        TensorAssert.Close(layer.forward(input, context), layer.forward(input, context with { Form = LatentForm.Absorbed }), 1e-12);
    }

    [Fact]
    public void Each_cache_keeps_what_its_kind_must()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var expected = new Dictionary<string, int>
        {
            ["multi-head"] = 2 * 3 * 4,
            ["grouped"] = 2 * 2 * 3,
            ["multi-query"] = 2 * 1 * 4,
            ["naive"] = 3 * (6 + 4 + 3),
            ["absorbed"] = 5 + 4,
        };
        foreach (var (kind, elements) in expected)
        {
            var (newCache, forward) = Layer(kind);
            using LayerCache cache = newCache();
            forward(Seeded.Normal(1, 1, Length, Hidden), new() { Cache = cache });
            Assert.Equal(Length * elements * sizeof(double), cache.Bytes);
        }
    }

    [Fact]
    public void Grouped_attention_is_multi_head_attention_with_repeated_keys_and_values()
    {
        using var scope = NewDisposeScope();
        using var grouped = Seeded.Filled(new GroupedQueryAttention(Hidden, 4, 2, 3), 1);
        using var multi = Seeded.Filled(new GroupedQueryAttention(Hidden, 4, 4, 3), 1);
        using (no_grad())
        {
            foreach (var (few, many) in new[] { (grouped.Query, multi.Query), (grouped.Output, multi.Output) })
                many.weight!.copy_(few.weight!);
            foreach (var (few, many) in new[] { (grouped.Key, multi.Key), (grouped.Value, multi.Value) })
                many.weight!.copy_(few.weight!.view(2, 1, 3, Hidden).expand(2, 2, 3, Hidden).reshape(12, Hidden));
        }

        Tensor input = Seeded.Normal(2, 2, Length, Hidden);
        TensorAssert.Close(multi.forward(input), grouped.forward(input), 1e-12);
    }

    [Fact]
    public void A_cache_of_another_kind_or_with_gradients_is_refused()
    {
        using var scope = NewDisposeScope();
        using var layer = GroupedQueryAttention.MultiHead(4, 2);
        using LayerCache latent = new LatentCache(), own = new KeyValueCache();
        Assert.Contains("KeyValueCache", Assert.Throws<ArgumentException>(() => layer.forward(zeros(1, 1, 4), new() { Cache = latent })).Message);
        Assert.Contains("no_grad", Assert.Throws<InvalidOperationException>(() => layer.forward(zeros(1, 1, 4), new() { Cache = own })).Message);
        Assert.Contains("divisor", Assert.Throws<ArgumentException>(() => new GroupedQueryAttention(4, 3, 2, 4)).Message);
        Assert.Contains("divisor", Assert.Throws<ArgumentException>(() => GroupedQueryAttention.MultiHead(4, 3)).Message);
    }

    private static (Func<LayerCache> NewCache, Func<Tensor, AttentionContext, Tensor> Forward) Layer(string kind) => Layer(kind, out _);

    private static (Func<LayerCache> NewCache, Func<Tensor, AttentionContext, Tensor> Forward) Layer(string kind, out nn.Module module)
    {
        GroupedQueryAttention? grouped = kind switch
        {
            "multi-head" => GroupedQueryAttention.MultiHead(Hidden, 3),
            "multi-query" => GroupedQueryAttention.MultiQuery(Hidden, 3),
            "grouped" => new GroupedQueryAttention(Hidden, 4, 2, 3, inputBias: true, outputBias: true),
            _ => null,
        };
        if (grouped is not null)
        {
            module = Seeded.Filled(grouped, 7);
            bool odd = kind == "grouped"; // heads of width 3 cannot be rotated
            return (GroupedQueryAttention.NewCache, (input, context) => grouped.forward(input, odd ? context with { Angles = null } : context));
        }

        bool biases = kind.EndsWith("biases");
        ModelConfig config = Latent with { AttentionInputBias = biases, AttentionOutputBias = biases };
        if (kind.EndsWith("plain query"))
            config = config with { Latent = config.Latent! with { QueryRank = null } };
        var latent = Seeded.Filled(new MultiHeadLatentAttention(config), 7);
        module = latent;
        LatentForm form = kind.StartsWith("absorbed") ? LatentForm.Absorbed : LatentForm.Naive;
        return (() => MultiHeadLatentAttention.NewCache(form), (input, context) => latent.forward(input, context with { Form = form }));
    }
}
