using NotebookCourse.Accounting;
using NotebookCourse.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Routing;

/// <summary>A feed-forward layer made of many small ones: a router sends each token to a few of them, and some shared experts see every token.</summary>
/// <remarks>
/// DeepSeek-V3 report, equation 12. No token is dropped. Tokens are sorted by expert once, so every expert multiplies one contiguous block;
/// nothing loops over tokens, and an expert nobody chose costs nothing.
/// </remarks>
public sealed class MixtureOfExperts : NamedModule
{
    private readonly long _hiddenSize;

    /// <summary>Fresh weights.</summary>
    /// <param name="hiddenSize">Width of input and output. Range: at least 1.</param>
    /// <param name="config">The experts.</param>
    /// <param name="device">Where the weights live; null for the default.</param>
    public MixtureOfExperts(long hiddenSize, ExpertsConfig config, Device? device = null) : base(nameof(MixtureOfExperts))
    {
        _hiddenSize = hiddenSize;
        Router = new Router(hiddenSize, config, device);
        Experts = new ModuleList<SwiGlu>([.. Enumerable.Range(0, config.RoutedCount).Select(_ => new SwiGlu(hiddenSize, config.IntermediateSize, device))]);
        register_module("gate", Router);
        register_module("experts", Experts);
        if (config.SharedCount == 0)
            return;
        Shared = new SwiGlu(hiddenSize, (long)config.SharedCount * config.IntermediateSize, device);
        register_module("shared_experts", Shared);
    }

    /// <summary>Sends tokens to experts.</summary>
    public Router Router { get; }

    /// <summary>The experts a router chooses among.</summary>
    public ModuleList<SwiGlu> Experts { get; }

    /// <summary>The experts every token visits, as one layer that many times as wide; null where there are none.</summary>
    public SwiGlu? Shared { get; }

    /// <summary>Routes and transforms.</summary>
    /// <param name="input">[..., hidden].</param>
    /// <returns>[..., hidden].</returns>
    public override Tensor forward(Tensor input) => forward(input, null);

    /// <summary>Routes and transforms.</summary>
    /// <param name="input">[..., hidden].</param>
    /// <param name="log">Gets the decision the layer acts on, if given.</param>
    /// <param name="probe">
    /// Sees <c>router.affinities</c> [token, expert], <c>router.indices</c> and <c>router.weights</c> [token, chosen], and may change the last two:
    /// other experts, more or fewer of them, get the gates that their affinities give, as if the router had chosen them.
    /// </param>
    /// <returns>[..., hidden].</returns>
    /// <exception cref="ArgumentException">The last dimension is not <c>hidden</c>, or the probe's experts or gates do not fit.</exception>
    public Tensor forward(Tensor input, RoutingLog? log, Probe? probe = null)
    {
        Shape.RequireLast(input, "The mixture of experts' input", _hiddenSize);
        using var scope = NewDisposeScope();
        Tensor tokens = input.reshape(-1, _hiddenSize);                                            // [token, hidden]
        RoutingDecision decision = Chosen(Router.Decide(tokens), probe);
        log?.Add(decision);
        Tensor output = Routed(tokens, decision.Experts, decision.Gates.to(tokens.dtype));
        if (Shared is not null)
            output = output + Shared.forward(tokens);
        return output.view(input.shape).MoveToOuterDisposeScope();
    }

    /// <summary>The router's decision, or what the probe makes of it.</summary>
    private RoutingDecision Chosen(RoutingDecision decision, Probe? probe)
    {
        if (probe is null)
            return decision;
        probe.Show("router.affinities", decision.Affinities);
        Tensor experts = probe.Show("router.indices", decision.Experts);                           // [token, chosen]
        if (!ReferenceEquals(experts, decision.Experts))
            decision = decision with { Experts = experts, Gates = ExpertChoice.Gates(decision.Affinities, experts, Router.Config) };
        Tensor gates = probe.Show("router.weights", decision.Gates);                               // [token, chosen]
        Shape.Require(gates, "The gates", experts.shape);
        return decision with { Gates = gates };
    }

    private Tensor Routed(Tensor tokens, Tensor chosen, Tensor gates)
    {
        if (tokens.shape[0] == 0)
            return zeros_like(tokens);
        long perToken = chosen.shape[1];
        Tensor order = chosen.flatten().argsort();                                                 // [token * chosen], visits sorted by expert
        Tensor visitor = order.div(perToken, RoundingMode.floor);                                  // which token makes the visit
        Tensor index = visitor.unsqueeze(1).expand(-1, _hiddenSize);                               // [visit, hidden]
        long[] visits = chosen.flatten().bincount(null, minlength: Experts.Count).data<long>().ToArray();
        Tensor[] blocks = tokens.gather(0, index).split(visits);                                   // one [visits, hidden] an expert
        Tensor results = cat([.. blocks.Select((block, expert) => (block, expert)).Where(pair => visits[pair.expert] > 0)
            .Select(pair => Experts[pair.expert].forward(pair.block))]);                           // [visit, hidden]
        Tensor weighted = results * gates.flatten().gather(0, order).unsqueeze(1);
        return zeros_like(tokens).scatter_add(0, index, weighted);                                 // [token, hidden]
    }
}
