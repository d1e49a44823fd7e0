using System.Text;

namespace NotebookCourse.Workshop.Serving;

/// <summary>How a conversation is led.</summary>
/// <param name="Model">The name the server knows the model by.</param>
/// <param name="Temperature">How wild the answers are.</param>
/// <param name="MaxTokens">Most tokens of an answer.</param>
internal sealed record ConversationOptions(string Model, double Temperature, int MaxTokens);

/// <summary>
/// A conversation in a terminal. A message that cannot be answered is taken back, and the conversation goes on; one that has become
/// longer than the model reads loses its oldest turns.
/// </summary>
/// <param name="client">Who answers.</param>
/// <param name="options">How it is led.</param>
/// <param name="input">The person's lines; an empty one, or their end, ends the conversation.</param>
/// <param name="output">The answers, and nothing else.</param>
/// <param name="notes">The prompt, and what else the person should know.</param>
internal sealed class Conversation(ChatClient client, ConversationOptions options, TextReader input, TextWriter output, TextWriter notes)
{
    private readonly List<ChatTurn> _turns = [];
    private bool _hasBeenAnswered;

    /// <summary>What has been said and is still told to the model.</summary>
    public IReadOnlyList<ChatTurn> Turns => _turns;

    /// <summary>Leads it to its end.</summary>
    /// <param name="stop">Ends it at once, also while a line is awaited.</param>
    /// <exception cref="ServerRefusal">The very first message is refused: by a wrong model, key or address, most likely.</exception>
    /// <exception cref="IOException">The same, with the connection.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached at the very first message.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        while (await LineAsync(stop) is { Length: > 0 } line)
        {
            _turns.Add(new ChatTurn("user", line));
            try
            {
                _turns.Add(new ChatTurn("assistant", await AnswerAsync(stop)));
                _hasBeenAnswered = true;
            }
            catch (Exception fault) when (_hasBeenAnswered ? fault is HttpRequestException or IOException or ServerRefusal : fault is ServerRefusal { IsContextFull: true })
            {
                _turns.RemoveAt(_turns.Count - 1);
                notes.WriteLine(fault.Message);
                notes.WriteLine(Language.Pick("Your last message was taken back.", "你刚才那句话已撤回。"));
            }
        }
    }

    private async Task<string?> LineAsync(CancellationToken stop)
    {
        notes.Write("> ");
        return await Task.Run(input.ReadLine, stop).WaitAsync(stop); // a terminal's own ReadLineAsync waits in the caller's thread
    }

    /// <summary>The model's next turn, written as it comes; the oldest turns are forgotten until the rest can be read.</summary>
    private async Task<string> AnswerAsync(CancellationToken stop)
    {
        int forgotten = 0;
        while (true)
        {
            try
            {
                string answer = await WriteAsync(stop);
                if (forgotten > 0)
                    notes.WriteLine(Language.Pick($"(The context is full; the oldest turns, {forgotten}, are forgotten.)", $"（上下文已满，最早的 {forgotten} 条发言已被忘掉。）"));
                return answer;
            }
            catch (ServerRefusal refusal) when (refusal.IsContextFull && _turns.Count > 1)
            {
                _turns.RemoveRange(0, 2); // a message and its answer
                forgotten += 2;
            }
        }
    }

    private async Task<string> WriteAsync(CancellationToken stop)
    {
        var answer = new StringBuilder();
        try
        {
            await foreach (string piece in client.AskAsync(options.Model, _turns, options.Temperature, options.MaxTokens, stop))
            {
                output.Write(piece);
                output.Flush();
                answer.Append(piece);
            }
        }
        finally
        {
            if (answer.Length > 0)
                output.WriteLine();
        }

        if (answer.Length == 0)
            notes.WriteLine(Language.Pick("(The model said nothing.)", "（模型什么也没说。）"));
        return answer.ToString();
    }
}
