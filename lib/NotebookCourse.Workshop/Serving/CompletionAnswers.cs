using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NotebookCourse.Inference;
using NotebookCourse.Text;

namespace NotebookCourse.Workshop.Serving;

/// <summary>Answers requests with a model, one at a time: from the text that is asked about to the JSON that is sent.</summary>
/// <param name="model">The model; owned by the caller.</param>
/// <param name="time">The clock.</param>
/// <exception cref="UsageException">The model has no tokenizer.</exception>
internal sealed class CompletionAnswers(InferenceModel model, TimeProvider time) : IDisposable
{
    /// <summary>A chat may fill the context but for one part in so many: an answer of a word or two, cut off, helps nobody.</summary>
    private const int ShareOfAnswer = 4;

    private readonly ITokenizer _tokenizer = model.Tokenizer
        ?? throw new UsageException($"'{model.Name}' brings no tokenizer that this library knows, so it can read ids but no text.");

    private readonly InferenceSession _session = model.NewSession();
    private IReadOnlyList<byte[]>? _tokenBytes;

    /// <summary>The tokens to continue.</summary>
    /// <param name="request">What is asked for.</param>
    /// <exception cref="ServingException">There are none, one is none of the model's, or they leave no room for an answer.</exception>
    public int[] Prompt(CompletionRequest request)
    {
        string field = request.IsChat ? "messages" : "prompt";
        int[] ids;
        try
        {
            ids = request.PromptIds ?? _tokenizer.Encode(request.Prompt!);
        }
        catch (ArgumentException fault)
        {
            throw new ServingException(400, FaultText.Of(fault), field, "invalid_value");
        }

        if (ids.Length == 0)
            throw new ServingException(400, "The prompt is empty: a model continues a text. Give at least one character.", field, "invalid_value");
        int wrong = ids.AsSpan().IndexOfAnyExceptInRange(0, model.VocabularySize - 1);
        if (wrong >= 0)
        {
            string range = $"this model's ids go from 0 to {model.VocabularySize - 1}";
            throw new ServingException(400, $"Token {wrong} of the prompt has the id {ids[wrong]}; {range}.", field, "invalid_value");
        }

        int room = Math.Min(request.MaxTokens ?? int.MaxValue, request.IsChat ? Math.Max(1, model.ContextLength / ShareOfAnswer) : 1);
        if (ids.Length + room <= model.ContextLength)
            return ids;
        string size = $"{ids.Length} tokens; this model reads {model.ContextLength}, and an answer wants room for {room} of them";
        throw new ServingException(
            400,
            request.IsChat ? $"The messages have {size}. Leave out the oldest ones." : $"The prompt has {size}. Give a shorter one.",
            field,
            "context_length_exceeded");
    }

    /// <summary>Answers, at once or piece by piece. For one request at a time.</summary>
    /// <param name="response">Where to.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="prompt">What <see cref="Prompt"/> made of it.</param>
    /// <param name="ended">Stops in the middle of a token: nobody listens any more.</param>
    public async Task AnswerAsync(HttpResponse response, CompletionRequest request, int[] prompt, CancellationToken ended)
    {
        _tokenBytes ??= TokenTable.Of(_tokenizer, model.VocabularySize);
        string id = $"{(request.IsChat ? "chatcmpl" : "cmpl")}-{Guid.NewGuid():N}";
        var json = new CompletionJson(id, time.GetUtcNow().ToUnixTimeSeconds(), model.Name, request.IsChat, _tokenBytes);
        var completion = new Completion(_session, _tokenBytes, model.EndToken);
        if (request.Stream)
            await StreamAsync(response, request, json, completion, prompt, ended);
        else
            await WholeAsync(response, request, json, completion, prompt, ended);
    }

    /// <summary>The prompt as the beginning of the answer, for who asked for that.</summary>
    private CompletionPiece Echo(CompletionRequest request, Completion completion, int[] prompt, CancellationToken ended)
    {
        if (!request.Echo)
            return new CompletionPiece("", []);
        string text = request.Prompt ?? _tokenizer.Decode(prompt);
        return new CompletionPiece(text, request.LogProbabilities is { } count ? completion.Foretell(prompt, count, ended) : []);
    }

    private async Task WholeAsync(
        HttpResponse response, CompletionRequest request, CompletionJson json, Completion completion, int[] prompt, CancellationToken ended)
    {
        var text = new StringBuilder();
        List<ChosenToken> tokens = [];
        foreach (CompletionPiece piece in completion.Run(prompt, request, ended).Prepend(Echo(request, completion, prompt, ended)))
        {
            text.Append(piece.Text);
            tokens.AddRange(piece.Tokens);
        }

        JsonObject? logProbabilities = request.LogProbabilities is null ? null : json.LogProbabilities(tokens, 0);
        JsonObject usage = CompletionJson.Usage(prompt.Length, completion.Generated);
        await response.WriteJsonAsync(200, json.Whole(text.ToString(), logProbabilities, completion.FinishReason!, usage));
    }

    private async Task StreamAsync(
        HttpResponse response, CompletionRequest request, CompletionJson json, Completion completion, int[] prompt, CancellationToken ended)
    {
        CompletionPiece echo = Echo(request, completion, prompt, ended);
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        int written = 0;
        if (request.IsChat)
            await response.WriteEventAsync(json.Chunk("", null, null, isFirst: true), ended);
        foreach (CompletionPiece piece in completion.Run(prompt, request, ended).Prepend(echo))
        {
            if (piece.Text.Length == 0 && piece.Tokens.Count == 0)
                continue;
            JsonObject? logProbabilities = request.LogProbabilities is null ? null : json.LogProbabilities(piece.Tokens, written);
            await response.WriteEventAsync(json.Chunk(piece.Text, logProbabilities, null), ended);
            written += piece.Text.Length;
        }

        await response.WriteEventAsync(json.Chunk(null, null, completion.FinishReason), ended);
        if (request.IncludeUsage)
            await response.WriteEventAsync(json.UsageChunk(CompletionJson.Usage(prompt.Length, completion.Generated)), ended);
        await response.WriteAsync("data: [DONE]\n\n", ended);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
