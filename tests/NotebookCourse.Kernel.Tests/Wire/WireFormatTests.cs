using System.Text.Json.Nodes;
using NetMQ;
using NotebookCourse.Kernel.Wire;

namespace NotebookCourse.Kernel.Tests.Wire;

public sealed class WireFormatTests
{
    private static readonly WireMessage Message = new([[1, 2]], WireHeader.Create("execute_request", "s"), null, new JsonObject { ["code"] = "苹果 🍎" });

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        var read = new WireFormat("key").Read(new WireFormat("key").Write(Message), out string? refused);
        Assert.Null(refused);
        Assert.Equal("苹果 🍎", read!.Text("code"));
        Assert.Equal(Message.Header, read.Header);
        Assert.Equal(new byte[] { 1, 2 }, Assert.Single(read.Identities));
    }

    [Fact]
    public void AWrongKeyIsRefused()
    {
        Assert.Null(new WireFormat("other").Read(new WireFormat("key").Write(Message), out string? refused));
        Assert.Contains("signature", refused);
    }

    [Fact]
    public void AChangedMessageIsRefused()
    {
        var frames = new WireFormat("key").Write(Message);
        var changed = new NetMQMessage(frames.Select((frame, index) => index == 6 ? new NetMQFrame("{\"code\":\"evil\"}") : frame));
        Assert.Null(new WireFormat("key").Read(changed, out string? refused));
        Assert.Contains("signature", refused);
    }

    [Fact]
    public void AMessageIsTakenOnce()
    {
        var format = new WireFormat("key");
        var frames = format.Write(Message);
        Assert.NotNull(format.Read(frames, out _));
        Assert.Null(format.Read(frames, out string? refused));
        Assert.Contains("before", refused);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void ATruncatedMessageIsRefused(int kept)
    {
        var frames = new NetMQMessage(new WireFormat("key").Write(Message).Take(kept));
        Assert.Null(new WireFormat("key").Read(frames, out string? refused));
        Assert.NotNull(refused);
    }
}
