using System.Text;
using System.Text.Json;
using NetMQ;
using NetMQ.Sockets;
using NotebookCourse.Kernel.Tests.Scripting;
using NotebookCourse.Kernel.Wire;

namespace NotebookCourse.Kernel.Tests.Wire;

/// <summary>Messages that are signed with the right key and say what no front end should: each is answered or dropped, and the next one is served.</summary>
[Collection(OneNotebook.Name)]
public sealed class MalformedMessageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConnectionFile _connection = Client.KernelPorts.Take();
    private readonly KernelServer _server;
    private readonly DealerSocket _shell = new();
    private readonly WireFormat _format;

    public MalformedMessageTests()
    {
        _server = new KernelServer(_connection, Path.Combine(_folder.Path, "running"), _ => { });
        _format = new WireFormat(_connection.Key);
        _shell.Options.Linger = TimeSpan.FromSeconds(1);
        _shell.Connect(_connection.Address(_connection.ShellPort));
    }

    public static TheoryData<string, string> Contents => new()
    {
        { "execute_request", "{\"code\":\"\\ud83d\"}" },
        { "execute_request", "{\"code\":\"\\udc00 1\"}" },
        { "execute_request", "{\"code\":\"1\",\"code\":\"2\"}" },
        { "execute_request", "{\"code\":\"1\",\"user_expressions\":{\"a\":\"1\",\"a\":\"2\"}}" },
        { "execute_request", "{\"code\":\"1\",\"user_expressions\":{\"\\ud83d\":\"1\"}}" },
        { "execute_request", "{\"code\":\"\u00ff\"}" },
        { "execute_request", "null" },
        { "execute_request", "[]" },
        { "execute_request", "" },
        { "execute_request", "{\"code\":\"1\"" },
        { "execute_request", "{\"code\":" + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[" },
        { "complete_request", "{\"code\":\"\\ud83d\",\"cursor_pos\":1}" },
        { "complete_request", "{\"code\":\"1\",\"code\":\"2\"}" },
        { "inspect_request", "{\"code\":\"\\ud83d\"}" },
        { "is_complete_request", "{\"code\":\"\\ud83d\"}" },
        { "history_request", "{\"pattern\":\"\\ud83d\",\"hist_access_type\":\"search\"}" },
        { "kernel_info_request", "5" },
        { "kernel_info_request", "{\"\\ud83d\":1}" },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task AContentThatCannotBeReadIsAnsweredWithAnErrorAndTheNextIsServed(string type, string content)
    {
        Send(Header(type), Encoding.Latin1.GetBytes(content));
        var reply = await ReceiveAsync();
        Assert.Equal(type.Replace("_request", "_reply", StringComparison.Ordinal), reply.Type);
        Assert.Equal(("error", "InvalidMessage"), (reply.Text("status"), reply.Text("ename")));
        Assert.NotEmpty(reply.Text("evalue"));
        await IsServed();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("{\"msg_id\":null,\"msg_type\":\"execute_request\",\"session\":\"s\"}")]
    [InlineData("{\"msg_id\":\"1\",\"msg_type\":null,\"session\":\"s\"}")]
    [InlineData("{\"msg_id\":\"1\",\"msg_type\":\"execute_request\",\"session\":null}")]
    [InlineData("{\"msg_id\":\"1\",\"msg_type\":\"execute_request\",\"msg_type\":\"kernel_info_request\"}")]
    [InlineData("{\"msg_id\":\"\\ud83d\",\"msg_type\":\"execute_request\"}")]
    [InlineData("{\"msg_id\":\"1\",\"msg_type\":\"\u00ff\"}")]
    public async Task AHeaderThatCannotBeReadIsDroppedAndTheNextIsServed(string header)
    {
        Send(Encoding.Latin1.GetBytes(header), "{}"u8.ToArray());
        await IsServed();
    }

    [Fact]
    public async Task TwoThousandMutationsOfGoodMessagesMuteNobody()
    {
        var random = new Random(11);
        string[] types = ["execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request", "kernel_info_request", "comm_open", "comm_info_request", "interrupt_request", "input_reply"];
        for (int i = 0; i < 2000; i++)
        {
            byte[] header = Mutate(Header(types[random.Next(types.Length)]), random, i % 3 == 0);
            byte[] content = Mutate("""{"code":"1 + 1","silent":false,"cursor_pos":2,"user_expressions":{"a":"1"},"allow_stdin":false,"n":3,"hist_access_type":"tail","comm_id":"c"}"""u8.ToArray(), random, i % 3 != 0);
            Send(header, content);
        }

        await IsServed();
    }

    public void Dispose()
    {
        _shell.Dispose();
        _server.Dispose();
        Client.KernelPorts.Return(_connection);
        _folder.Dispose();
    }

    private static byte[] Mutate(byte[] json, Random random, bool really)
    {
        if (!really)
            return json;
        string[] pieces = ["null", "\"\\ud83d\"", "{}", "[]", "-1", "1e999", "\"\"", "true", ",", "\"code\":\"2\",", "\\u0000", "\u00ff"];
        string text = Encoding.Latin1.GetString(json);
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(text.Length), length = random.Next(0, Math.Min(6, text.Length - at));
            text = text[..at] + (random.Next(2) == 0 ? pieces[random.Next(pieces.Length)] : ((char)random.Next(256)).ToString()) + text[(at + length)..];
        }

        return Encoding.Latin1.GetBytes(text);
    }

    private static byte[] Header(string type) => JsonSerializer.SerializeToUtf8Bytes(WireHeader.Create(type, "s"), WireJson.Default.WireHeader);

    /// <summary>Every request before this one has been answered or dropped, in order: a cell waits for those before it.</summary>
    private async Task IsServed()
    {
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(WireHeader.Create("execute_request", "last"), WireJson.Default.WireHeader);
        Send(header, """{"code":"40 + 2","user_expressions":{"is":"6 * 7"}}"""u8.ToArray());
        while (true)
        {
            var reply = await ReceiveAsync();
            if (reply.Parent?.Session != "last")
                continue;
            if (reply.Text("status") == "aborted") // it stood behind a cell that failed
            {
                await IsServed();
                return;
            }

            Assert.Equal("42", reply.Content["user_expressions"]!["is"]!["data"]!["text/plain"]!.GetValue<string>());
            return;
        }
    }

    private void Send(byte[] header, byte[] content)
    {
        var frames = new NetMQMessage();
        frames.Append("<IDS|MSG>");
        byte[] none = "{}"u8.ToArray();
        frames.Append(_format.Sign(header, none, none, content));
        foreach (byte[] part in (byte[][])[header, none, none, content])
            frames.Append(part);
        _shell.SendMultipartMessage(frames);
    }

    private Task<WireMessage> ReceiveAsync() => Task.Run(() =>
    {
        var frames = new NetMQMessage();
        Assert.True(_shell.TryReceiveMultipartMessage(Wait.Patience, ref frames), "The kernel does not answer any more.");
        return _format.Read(frames, out string? refused) ?? throw new InvalidDataException(refused);
    });
}
