using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Tests.Scripting;
using NotebookCourse.Kernel.Wire;

namespace NotebookCourse.Kernel.Tests.Wire;

/// <summary>What a well-behaved front end never sends, several front ends at once, and a server that answers all the same.</summary>
[Collection(OneNotebook.Name)]
public sealed class RoughWireTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ConnectionFile _connection = null!;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Happenings _logged = new();
    private KernelServer _server;

    public RoughWireTests() => _server = Start();

    private string Note => Path.Combine(_folder.Path, "running");

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task WhatIsNoMessageIsDropped()
    {
        using (var socket = new DealerSocket())
        {
            socket.Options.Linger = TimeSpan.FromSeconds(1);
            socket.Connect(_connection.Address(_connection.ShellPort));
            var random = new Random(7);
            var good = new WireFormat(_connection.Key);
            for (int i = 0; i < 300; i++)
            {
                var frames = good.Write(new WireMessage([], WireHeader.Create("kernel_info_request", "s"), null, []));
                switch (i % 4)
                {
                    case 0: // cut short
                        while (frames.FrameCount > 1 + (i / 4 % 5))
                            frames.RemoveFrame(frames.Last);
                        break;
                    case 1: // changed on the way
                        byte[] content = frames.Last.ToByteArray();
                        content[random.Next(content.Length)] ^= 1;
                        frames.RemoveFrame(frames.Last);
                        frames.Append(content);
                        break;
                    case 2: // signed with another key
                        frames = new WireFormat("another").Write(new WireMessage([], WireHeader.Create("kernel_info_request", "s"), null, []));
                        break;
                    default: // noise
                        byte[] noise = new byte[random.Next(1, 200)];
                        random.NextBytes(noise);
                        frames = new NetMQMessage([new NetMQFrame(noise)]);
                        break;
                }

                socket.SendMultipartMessage(frames);
            }

            using var client = new KernelClient(_connection);
            Assert.Equal("ok", (await client.AskAsync("kernel_info_request", []).WaitAsync(Wait.Patience))["status"]!.GetValue<string>());
            await _logged.Until(() => _log.Count == 300);
            var last = WireHeader.Create("kernel_info_request", "s");
            socket.SendMultipartMessage(good.Write(new WireMessage([], last, null, [])));
            var reply = new NetMQMessage();
            Assert.True(socket.TryReceiveMultipartMessage(Wait.Patience, ref reply));
            Assert.Equal(last.Id, good.Read(reply, out _)!.Parent!.Id); // the first answer that comes is to the last question
        }
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"code": 5}""")]
    [InlineData("""{"code": "1", "silent": "yes", "user_expressions": []}""")]
    [InlineData("""{"code": "1", "user_expressions": {"a": 1}}""")]
    public async Task ARequestWithTheWrongFieldsIsAnsweredAndTheNextOneRuns(string content)
    {
        using var client = new KernelClient(_connection);
        await client.AskAsync("execute_request", JsonNode.Parse(content)!.AsObject()).WaitAsync(Wait.Patience);
        Assert.Equal("ok", (await client.AskAsync("execute_request", new JsonObject { ["code"] = "1" }).WaitAsync(Wait.Patience))["status"]!.GetValue<string>());
        await client.AskAsync("complete_request", JsonNode.Parse(content)!.AsObject()).WaitAsync(Wait.Patience);
    }

    [Fact]
    public async Task TwoFrontEndsShareTheSessionAndGetTheirOwnReplies()
    {
        using KernelClient first = new(_connection), second = new(_connection);
        await first.AskAsync("execute_request", new JsonObject { ["code"] = "int shared = 0;" }).WaitAsync(Wait.Patience);
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            (i % 2 == 0 ? first : second).AskAsync("execute_request", new JsonObject { ["code"] = $"shared++; return {i};", ["user_expressions"] = new JsonObject { ["mine"] = $"{i}" } }))).WaitAsync(Wait.Patience);
        Assert.Equal(Enumerable.Range(0, 20), replies.Select(reply => int.Parse(reply["user_expressions"]!["mine"]!["data"]!["text/plain"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture)));
        var count = await second.AskAsync("execute_request", new JsonObject { ["code"] = "", ["user_expressions"] = new JsonObject { ["count"] = "shared" } }).WaitAsync(Wait.Patience);
        Assert.Equal("20", count["user_expressions"]!["count"]!["data"]!["text/plain"]!.GetValue<string>());
    }

    [Fact]
    public async Task TheHeartBeatsWhileThePersonThinks()
    {
        using var client = new KernelClient(_connection);
        bool alive = false;
        var request = client.Send("execute_request", new JsonObject { ["code"] = "string name = Console.ReadLine();", ["allow_stdin"] = true, ["user_expressions"] = new JsonObject { ["name"] = "name" } }, input: (_, _) =>
        {
            alive = client.IsAlive(Wait.Patience);
            return "Ada";
        });
        Assert.Equal("Ada", (await request.Reply.WaitAsync(Wait.Patience)).Content["user_expressions"]!["name"]!["data"]!["text/plain"]!.GetValue<string>());
        Assert.True(alive);
    }

    [Fact]
    public async Task AQuestionWaitsForAFrontEndThatIsStillConnecting()
    {
        using var shell = new DealerSocket();
        shell.Options.Identity = "late"u8.ToArray();
        shell.Connect(_connection.Address(_connection.ShellPort));
        var format = new WireFormat(_connection.Key);
        shell.SendMultipartMessage(format.Write(new WireMessage([], WireHeader.Create("execute_request", "late"), null, new JsonObject { ["code"] = "string name = Console.ReadLine();", ["allow_stdin"] = true })));
        await _logged.Until(() => _log.Any(line => line.Contains("nobody is there yet"))); // the question has nobody to go to
        using var stdin = new DealerSocket();
        stdin.Options.Identity = "late"u8.ToArray();
        stdin.Connect(_connection.Address(_connection.StdinPort));
        var question = new NetMQMessage();
        Assert.True(stdin.TryReceiveMultipartMessage(Wait.Patience, ref question));
        Assert.Equal("input_request", format.Read(question, out _)!.Type);
        stdin.SendMultipartMessage(format.Write(new WireMessage([], WireHeader.Create("input_reply", "late"), null, new JsonObject { ["value"] = "Ada" })));
        var reply = new NetMQMessage();
        Assert.True(shell.TryReceiveMultipartMessage(Wait.Patience, ref reply));
        Assert.Equal("ok", format.Read(reply, out _)!.Text("status"));
    }

    [Fact]
    public async Task AStormOfInterruptsStopsCellsAndNothingElse()
    {
        using var client = new KernelClient(_connection);
        await client.AskAsync("execute_request", new JsonObject { ["code"] = "int kept = 1;" }).WaitAsync(Wait.Patience);
        foreach (string endless in (string[])["while (true) { }", "System.Threading.Thread.Sleep(-1);", "while (true) Console.Write('.');", "await Task.Delay(-1);"])
        {
            var running = client.AskAsync("execute_request", new JsonObject { ["code"] = endless });
            while (!running.IsCompleted)
                await client.AskAsync("interrupt_request", [], control: true).WaitAsync(Wait.Patience);
            Assert.Equal("error", (await running)["status"]!.GetValue<string>());
        }

        for (int i = 0; i < 50; i++) // nothing runs now
            await client.AskAsync("interrupt_request", [], control: true).WaitAsync(Wait.Patience);
        Assert.Equal("ok", (await client.AskAsync("execute_request", new JsonObject { ["code"] = "kept++;" }).WaitAsync(Wait.Patience))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task ACommNobodyKnowsIsClosedAtOnce()
    {
        using var client = new KernelClient(_connection);
        await client.Listening.WaitAsync(Wait.Patience);
        var answer = new TaskCompletionSource<WireMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Send("comm_open", new JsonObject { ["comm_id"] = "c1", ["target_name"] = "nobody", ["data"] = new JsonObject() }, onOutput: message => answer.TrySetResult(message));
        var closed = await answer.Task.WaitAsync(Wait.Patience);
        Assert.Equal(("comm_close", "c1"), (closed.Type, closed.Text("comm_id")));
        Assert.Equal("{}", (await client.AskAsync("comm_info_request", []).WaitAsync(Wait.Patience))["comms"]!.ToJsonString());
    }

    [Fact]
    public async Task TheNextKernelTellsWhichCellNativeCodeEnded()
    {
        _server.Dispose();
        await File.WriteAllTextAsync(Note, "Native.Crash();");
        _server = Start();
        using var client = new KernelClient(_connection);
        var texts = new ConcurrentQueue<string>();
        await client.Listening.WaitAsync(Wait.Patience); // the note is read once
        var request = client.Send("execute_request", new JsonObject { ["code"] = "1" }, onOutput: message => texts.Enqueue(message.Type == "stream" ? message.Text("text") : ""));
        await Task.WhenAll(request.Reply, request.Idle).WaitAsync(Wait.Patience);
        Assert.Contains(texts, text => text.Contains("Native.Crash();", StringComparison.Ordinal));
        Assert.False(File.Exists(Note));
    }

    private void Log(string line)
    {
        _log.Enqueue(line);
        _logged.Happened();
    }

    /// <summary>A server on ports that were free a moment ago; on others, if somebody has taken one meanwhile.</summary>
    private KernelServer Start()
    {
        while (true)
        {
            try
            {
                return new KernelServer(_connection = Connection(), Note, Log);
            }
            catch (NetMQException)
            {
                // taken
            }
        }
    }

    private static ConnectionFile Connection()
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (var listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners)
            listener.Stop();
        return new() { ShellPort = ports[0], IopubPort = ports[1], StdinPort = ports[2], ControlPort = ports[3], HeartbeatPort = ports[4], Key = "a key for tests" };
    }
}
