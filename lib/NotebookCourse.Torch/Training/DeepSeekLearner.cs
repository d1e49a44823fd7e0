using NotebookCourse.Models;
using NotebookCourse.Routing;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>
/// Trains a DeepSeek model as V3 was (arXiv 2412.19437, sections 2.1.2 and 2.2): next token, λ times the tokens after
/// it, α times the balance loss of every router; between steps each router's biases move by γ towards an even load.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="objective">λ, α and γ.</param>
public sealed class DeepSeekLearner(DeepSeekModel model, DeepSeekObjective objective) : Learner(model)
{
    private readonly List<Router> _routers = [.. model.Routers];
    private readonly List<long[]> _load = [.. model.Routers.Select(router => new long[router.Config.RoutedCount])];

    /// <summary>Tokens each expert received in the latest step, one list for each layer with experts.</summary>
    public IReadOnlyList<ExpertLoad> LatestLoad { get; private set; } = [];

    /// <inheritdoc/>
    public override Tensor Loss(Batch batch)
    {
        using var scope = NewDisposeScope();
        using var log = new RoutingLog();
        Tensor hidden = model.Decoder.forward(batch.Inputs, 0, new ForwardOptions { Routing = log }); // [batch, position, hidden]
        Tensor loss = CrossEntropy(model.Head(hidden), batch.Targets);
        if (objective.PredictionWeight > 0 && model.Decoder.Predictions.Count > 0)
            loss = loss + PredictionLoss.Compute(model, batch.Inputs, hidden, objective.PredictionWeight);
        for (int layer = 0; layer < log.Decisions.Count; layer++)
        {
            RoutingDecision decision = log.Decisions[layer];
            if (objective.BalanceWeight > 0)
                loss = loss + BalanceLoss.SequenceWise(decision, batch.Inputs.shape[0]) * objective.BalanceWeight;
            IReadOnlyList<long> visits = ExpertLoad.Of(decision.Experts, _load[layer].Length).Tokens;
            for (int expert = 0; expert < visits.Count; expert++)
                _load[layer][expert] += visits[expert];
        }

        return loss.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override void AfterStep()
    {
        using var scope = NewDisposeScope();
        for (int layer = 0; layer < _routers.Count; layer++)
        {
            if (_routers[layer].CorrectionBias is { } bias)
                BiasUpdate.Apply(bias, tensor(_load[layer]), objective.BiasUpdateSpeed);
        }

        LatestLoad = [.. _load.Select(load => new ExpertLoad([.. load]))];
        foreach (long[] load in _load)
            Array.Clear(load);
    }
}
