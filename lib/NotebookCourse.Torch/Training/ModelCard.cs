using System.Text;
using NotebookCourse.Routing;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>What a trained model's folder says about it: data, size, loss, cost, and how it was made.</summary>
internal static class ModelCard
{
    public static string Write(
        CourseModel configuration, Learner learner, TrainingResult result, long parameters, TrainingData data, double storedLoss, string? textFile, IReadOnlyList<DomainReport> domains)
    {
        double loss = result.ValidationLoss!.Value;
        string source = textFile is null ? string.Join(", ", configuration.Data.Select(domain => $"{domain.Name} (weight {domain.Weight})")) : Path.GetFileName(textFile);
        TrainingSettings training = configuration.Training;
        return FormattableString.Invariant($"""
            # {configuration.Name}
            {configuration.Description ?? "A model trained with this course."}

            | | |
            |---|---|
            | data | {source}; {data.TrainingTokens:N0} training tokens, {configuration.Tokenizer}, vocabulary {data.Tokenizer.VocabularySize:N0} |
            | parameters | {parameters:N0} |
            | steps | {training.Steps:N0} of {training.BatchSize * training.Accumulation} x {training.Context} tokens |
            | validation loss | {loss:f4} nats per token in float32 |
            | as stored here (FP8 blocks) | {storedLoss:f4} nats per token, {(storedLoss / loss - 1) * 100:+0.000;-0.000} % |
            | time | {result.Elapsed.TotalSeconds:f0} s, {result.TokensPerSecond:N0} tokens/s, {get_num_threads()} thread(s), products in {(learner.BFloat16Products ? "BF16" : "float32")} |
            | peak memory | {result.PeakMemoryBytes / 1e6:f0} MB |
            | seed | {training.Seed} |

            {Domains(domains)}Made by `dotnet course.cs train {configuration.Name}{(textFile is null ? "" : $" --text {Path.GetFileName(textFile)}")} --products {(learner.BFloat16Products ? "bf16" : "float32")} --threads {get_num_threads()}`; every step is in `{TrainingRun.LogFile}`. It has seen only the text above: it can
            continue text of that kind and knows nothing else.

            """);
    }

    private static string Domains(IReadOnlyList<DomainReport> domains)
    {
        if (domains.Count == 0)
            return "";
        bool hasExperts = domains[0].Loads.Count > 0;
        IReadOnlyList<double> apart = DomainReport.Specialisation(domains);
        var table = new StringBuilder(hasExperts
            ? "| domain | validation loss, nats per token | its experts are not those of the others | fullest expert over the mean |\n|---|---|---|---|\n"
            : "| domain | validation loss, nats per token |\n|---|---|\n");
        for (int i = 0; i < domains.Count; i++)
        {
            table.Append(FormattableString.Invariant($"| {domains[i].Name} | {domains[i].Loss:f4} |"));
            if (hasExperts)
                table.Append(FormattableString.Invariant($" {apart[i]:p0} of its tokens | {domains[i].Loads.Average(load => load.MaxViolation) + 1:f2} |"));
            table.Append('\n');
        }

        if (!hasExperts)
            return $"{table}\n";
        double whole = Enumerable.Range(0, domains[0].Loads.Count)
            .Average(layer => new ExpertLoad([.. domains[0].Loads[layer].Tokens.Select((_, expert) => domains.Sum(domain => domain.Loads[layer].Tokens[expert]))]).MaxViolation + 1);
        return FormattableString.Invariant($"{table}\nOver all domains together, an equal number of tokens of each, the fullest expert has {whole:f2} times the mean (average over layers).\n\n");
    }
}
