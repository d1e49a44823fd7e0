using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Wire;

namespace NotebookCourse.Kernel.Tests.Wire;

/// <summary>What newer front ends ask for.</summary>
public sealed class ProtocolExtrasTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConnectionFile _connection = Connection();
    private readonly KernelServer _server;

    public ProtocolExtrasTests() => _server = new KernelServer(_connection, Path.Combine(_folder.Path, "running"), _ => { });

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("kernel.")]
    public void EveryFrontEndIsWelcomedToWhatItSubscribedTo(string topic)
    {
        for (int frontEnd = 0; frontEnd < 2; frontEnd++)
        {
            using var socket = new SubscriberSocket();
            socket.Subscribe(topic);
            socket.Subscribe("iopub_welcome"); // a topic of its own must not disturb
            socket.Connect(_connection.Address(_connection.IopubPort));
            WireMessage? welcome;
            do
            {
                var frames = new NetMQMessage();
                Assert.True(socket.TryReceiveMultipartMessage(Wait.Patience, ref frames));
                welcome = new WireFormat(_connection.Key).Read(frames, out _);
            }
            while (welcome is not { Type: "iopub_welcome" } || welcome.Text("subscription") != topic);
            Assert.Null(welcome.Parent);
        }
    }

    [Fact]
    public async Task AReplySaysWhenItsCellStarted()
    {
        using var client = new KernelClient(_connection);
        var before = DateTimeOffset.UtcNow;
        var reply = await client.Send("execute_request", new JsonObject { ["code"] = "1" }).Reply.WaitAsync(Wait.Patience);
        var started = DateTimeOffset.Parse(reply.Metadata!["started"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(started, before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task WhatTheKernelTakesIsTold()
    {
        using var client = new KernelClient(_connection);
        var usage = await client.AskAsync("usage_request", [], control: true).WaitAsync(Wait.Patience);
        Assert.Equal((Environment.ProcessId, Environment.ProcessorCount), (usage["pid"]!.GetValue<int>(), usage["cpu_count"]!.GetValue<int>()));
        Assert.InRange(usage["kernel_memory"]!.GetValue<long>(), 10_000_000, 100_000_000_000);
        Assert.InRange(usage["host_virtual_memory"]!["percent"]!.GetValue<double>(), 0.1, 100);
        Assert.Equal(0, usage["kernel_cpu"]!.GetValue<double>());
        Assert.InRange((await client.AskAsync("usage_request", [], control: true).WaitAsync(Wait.Patience))["kernel_cpu"]!.GetValue<double>(), 0, 100 * Environment.ProcessorCount * 1.5);
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
