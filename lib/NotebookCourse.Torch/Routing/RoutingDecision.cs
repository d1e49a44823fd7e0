using TorchSharp;

namespace NotebookCourse.Routing;

/// <summary>Where tokens go: what a router thought of every expert, whom it chose, and how much each chosen expert counts.</summary>
/// <param name="Affinities">What the router's scoring gave, without any bias: [token, expert].</param>
/// <param name="Experts">The chosen experts, Int64 [token, chosen]; their order has no meaning.</param>
/// <param name="Gates">What each chosen expert's output is multiplied by, [token, chosen]; carries gradients to the router.</param>
public sealed record RoutingDecision(torch.Tensor Affinities, torch.Tensor Experts, torch.Tensor Gates) : IDisposable
{
    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Affinities.Dispose();
        Experts.Dispose();
        Gates.Dispose();
    }

    /// <summary>Hands the tensors to the scope outside the current one.</summary>
    public RoutingDecision MoveToOuterDisposeScope()
    {
        Affinities.MoveToOuterDisposeScope();
        Experts.MoveToOuterDisposeScope();
        Gates.MoveToOuterDisposeScope();
        return this;
    }

    /// <summary>Takes the tensors out of every scope: they live until this is disposed.</summary>
    public RoutingDecision DetachFromDisposeScope()
    {
        Affinities.DetachFromDisposeScope();
        Experts.DetachFromDisposeScope();
        Gates.DetachFromDisposeScope();
        return this;
    }
}
