namespace NotebookCourse.Routing;

/// <summary>Collects the routing decisions of one pass through a model, layer after layer; for balance losses, bias updates and statistics.</summary>
public sealed class RoutingLog : IDisposable
{
    private readonly List<RoutingDecision> _decisions = [];

    /// <summary>One decision for each layer with experts, in order. Owned by the log.</summary>
    public IReadOnlyList<RoutingDecision> Decisions => _decisions;

    /// <summary>Frees the decisions, so that the log can be used for another pass.</summary>
    public void Clear()
    {
        foreach (RoutingDecision decision in _decisions)
            decision.Dispose();
        _decisions.Clear();
    }

    /// <summary>Frees the decisions.</summary>
    public void Dispose() => Clear();

    // Aliases, so that the layer's own tensors stay in the layer's scope.
    internal void Add(RoutingDecision decision)
        => _decisions.Add(new RoutingDecision(decision.Affinities.alias(), decision.Experts.alias(), decision.Gates.alias()).DetachFromDisposeScope());
}
