using NotebookCourse.Models;
using NotebookCourse.Routing;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>How a model does on one of the domains it was trained on, and which experts it uses there.</summary>
/// <param name="Name">The domain.</param>
/// <param name="Loss">Mean next-token loss on its validation text, nats per token.</param>
/// <param name="Loads">Tokens each expert received, one entry for each layer with experts; empty without experts.</param>
public sealed record DomainReport(string Name, double Loss, IReadOnlyList<ExpertLoad> Loads)
{
    /// <summary>Reports on every domain.</summary>
    /// <param name="model">The model.</param>
    /// <param name="domains">Names and validation batches.</param>
    /// <param name="batches">Batches of each to look at. Range: 1 or more.</param>
    public static IReadOnlyList<DomainReport> Of(LanguageModel model, IReadOnlyList<(string Name, BatchSource Validation)> domains, int batches) =>
        [.. domains.Select(domain => new DomainReport(domain.Name, Trainer.MeanLoss(new Learner(model), domain.Validation, batches), LoadsOf(model, domain.Validation, batches)))];

    /// <summary>
    /// How far each domain's choice of experts is from the others': the share of its tokens that would have to go elsewhere
    /// for its load to look like the mean of all domains, averaged over layers. 0: all domains use the experts alike.
    /// </summary>
    /// <param name="reports">Reports on all domains of one model with experts.</param>
    public static IReadOnlyList<double> Specialisation(IReadOnlyList<DomainReport> reports) =>
        [.. reports.Select(report => report.Loads.Select((load, layer) =>
        {
            double[][] shares = [.. reports.Select(other => Shares(other.Loads[layer]))];
            double[] own = Shares(load);
            return own.Select((share, expert) => Math.Abs(share - shares.Average(domain => domain[expert]))).Sum() / 2;
        }).DefaultIfEmpty(0).Average())];

    private static double[] Shares(ExpertLoad load) => [.. load.Tokens.Select(tokens => tokens / (double)load.Total)];

    private static IReadOnlyList<ExpertLoad> LoadsOf(LanguageModel model, BatchSource source, int batches)
    {
        if (model is not DeepSeekModel)
            return [];
        using var noGradients = no_grad();
        long[][]? sums = null;
        for (int number = 0; number < batches; number++)
        {
            using var scope = NewDisposeScope();
            using var log = new RoutingLog();
            model.forward(source.At(number).Inputs, new ForwardOptions { Routing = log });
            IReadOnlyList<long>[] loads = [.. log.Decisions.Select(decision => ExpertLoad.Of(decision.Experts, (int)decision.Affinities.shape[^1]).Tokens)];
            sums = [.. loads.Select((load, layer) => load.Select((tokens, expert) => tokens + (sums?[layer][expert] ?? 0)).ToArray())];
        }

        return [.. sums!.Select(load => new ExpertLoad(load))];
    }
}
