using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using NotebookCourse.Inference;
using NotebookCourse.Sampling;

namespace NotebookCourse.Workshop.Serving;

/// <summary>A chosen token, and how likely it was.</summary>
/// <param name="Id">The token.</param>
/// <param name="LogProbability">
/// The natural logarithm of its probability, before temperature and top-p; null for a text's first, which nothing foretells.
/// </param>
/// <param name="Likeliest">The likeliest tokens there, with theirs.</param>
internal sealed record ChosenToken(int Id, double? LogProbability, IReadOnlyList<(int Id, double LogProbability)> Likeliest);

/// <summary>A piece of text that is certain, and the tokens chosen since the last one.</summary>
internal sealed record CompletionPiece(string Text, IReadOnlyList<ChosenToken> Tokens);

/// <summary>One completion being made, piece by piece.</summary>
/// <param name="session">The text; what it shares with this prompt is not read again.</param>
/// <param name="tokenBytes">The bytes of each token.</param>
/// <param name="endToken">The token that ends a text; null if there is none.</param>
internal sealed class Completion(InferenceSession session, IReadOnlyList<byte[]> tokenBytes, int? endToken)
{
    /// <summary>Tokens generated.</summary>
    public int Generated { get; private set; }

    /// <summary><c>stop</c> for a stop sequence or the model's own end, <c>length</c> for the most tokens; null before the end.</summary>
    public string? FinishReason { get; private set; }

    /// <summary>The pieces.</summary>
    /// <param name="prompt">At least one token, fewer than the session reads.</param>
    /// <param name="request">How to choose and when to end.</param>
    /// <param name="cancellation">Stops in the middle of a token.</param>
    public IEnumerable<CompletionPiece> Run(int[] prompt, CompletionRequest request, CancellationToken cancellation)
    {
        var steps = Steps(request);
        var random = new Random(request.Seed ?? Random.Shared.Next());
        var text = new StoppingText(request.Stops);
        int most = Math.Min(request.MaxTokens ?? int.MaxValue, session.ContextLength - prompt.Length);
        List<int> tokens = [.. prompt];
        List<ChosenToken> unsaid = [];
        session.Truncate(Math.Min(session.Known(prompt), prompt.Length - 1)); // the last one is read for its logits
        while (FinishReason is null)
        {
            if (Generated == most)
            {
                FinishReason = "length";
                break;
            }

            float[] logits = session.Read(CollectionsMarshal.AsSpan(tokens)[session.Length..], cancellation).ToArray();
            int token = steps.Choose(logits, CollectionsMarshal.AsSpan(tokens)[prompt.Length..], random);
            if (token == endToken)
            {
                FinishReason = "stop";
                break;
            }

            tokens.Add(token);
            Generated++;
            if (request.LogProbabilities is { } count)
                unsaid.Add(Describe(token, logits, count));
            string piece = text.Push(tokenBytes[token]);
            if (text.Stopped)
                FinishReason = "stop";
            if (piece.Length == 0)
                continue;
            yield return new CompletionPiece(piece, [.. unsaid]);
            unsaid.Clear();
        }

        string rest = text.Finish();
        if (rest.Length > 0 || unsaid.Count > 0)
            yield return new CompletionPiece(rest, unsaid);
    }

    /// <summary>How likely the model finds each token of the prompt after those before it. To be asked before <see cref="Run"/>.</summary>
    /// <param name="prompt">At least one token.</param>
    /// <param name="count">How many likely tokens to name beside each.</param>
    /// <param name="cancellation">Stops in the middle of a token.</param>
    public IReadOnlyList<ChosenToken> Foretell(int[] prompt, int count, CancellationToken cancellation)
    {
        List<ChosenToken> tokens = [new ChosenToken(prompt[0], null, [])];
        session.Truncate(0);
        foreach (int[] part in prompt[..^1].Chunk(InferenceSession.MaxTokensAtOnce))
        {
            foreach (float[] logits in session.LogitsOfAll(part, cancellation).Chunk(session.VocabularySize))
                tokens.Add(Describe(prompt[tokens.Count], logits, count));
        }

        return tokens;
    }

    private static LogitPipeline Steps(CompletionRequest request)
    {
        List<LogitStep> steps = [];
        if (request.FrequencyPenalty != 0 || request.PresencePenalty != 0)
            steps.Add(new FrequencyPenalty(request.FrequencyPenalty, request.PresencePenalty));
        steps.Add(new Temperature(request.Temperature));
        if (request.TopP < 1)
            steps.Add(new TopP(Math.Max(request.TopP, double.Epsilon)));
        return new LogitPipeline([.. steps]);
    }

    private static ChosenToken Describe(int token, float[] logits, int count)
    {
        double largest = TensorPrimitives.Max<float>(logits);
        double normalizer = largest + Math.Log(logits.Sum(logit => Math.Exp(logit - largest)));
        var likeliest = Enumerable.Range(0, logits.Length).OrderByDescending(id => logits[id]).Take(count);
        return new ChosenToken(token, logits[token] - normalizer, [.. likeliest.Select(id => (id, logits[id] - normalizer))]);
    }
}
