using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NetMQ;

namespace NotebookCourse.Kernel.Wire;

/// <summary>Messages to frames and back: the route, a delimiter, the signature, and four parts of JSON.</summary>
internal sealed class WireFormat(string key)
{
    private const int RememberedSignatures = 65_536;
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public NetMQMessage Write(WireMessage message)
    {
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(message.Header, WireJson.Default.WireHeader);
        byte[] parent = message.Parent is null ? EmptyObject : JsonSerializer.SerializeToUtf8Bytes(message.Parent, WireJson.Default.WireHeader);
        byte[] metadata = message.Metadata is null ? EmptyObject : JsonSerializer.SerializeToUtf8Bytes(message.Metadata, WireJson.Default.JsonObject);
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(message.Content, WireJson.Default.JsonObject);
        var frames = new NetMQMessage();
        foreach (byte[] identity in message.Identities)
            frames.Append(identity);
        frames.Append(Delimiter);
        frames.Append(Sign(header, parent, metadata, content));
        foreach (byte[] part in (byte[][])[header, parent, metadata, content])
            frames.Append(part);
        return frames;
    }

    /// <summary>The message in the frames; null, and why, if it is not one, is not signed with the key, or was seen before.</summary>
    public WireMessage? Read(NetMQMessage frames, out string? refused)
    {
        byte[][] parts = [.. frames.Select(frame => frame.ToByteArray())];
        int delimiter = Array.FindIndex(parts, part => part.AsSpan().SequenceEqual(Delimiter));
        refused = "it is cut short";
        if (delimiter < 0 || parts.Length < delimiter + 6)
            return null;
        var (signature, header, parent, metadata, content) = (parts[delimiter + 1], parts[delimiter + 2], parts[delimiter + 3], parts[delimiter + 4], parts[delimiter + 5]);
        refused = "its signature is wrong";
        if (!CryptographicOperations.FixedTimeEquals(signature, Encoding.ASCII.GetBytes(Sign(header, parent, metadata, content))))
            return null;
        refused = "it was received before";
        if (_key.Length > 0 && !IsNew(Encoding.ASCII.GetString(signature)))
            return null;
        try
        {
            var read = JsonSerializer.Deserialize(header, WireJson.Default.WireHeader);
            refused = "its header lacks an id or a type";
            if (read is not { IsWhole: true })
                return null;
            var answers = parent.Length <= 2 ? null : JsonSerializer.Deserialize(parent, WireJson.Default.WireHeader);
            refused = null;
            var said = WireContent.Read(content, out string? fault);
            return new WireMessage(parts[..delimiter], read, answers, said, fault) { Metadata = WireContent.Read(metadata, out _) };
        }
        catch (JsonException exception)
        {
            refused = $"it is not JSON: {exception.Message}";
            return null;
        }
    }

    private bool IsNew(string signature)
    {
        lock (_seen)
        {
            if (!_seen.Add(signature))
                return false;
            _order.Enqueue(signature);
            if (_order.Count > RememberedSignatures)
                _seen.Remove(_order.Dequeue());
            return true;
        }
    }

    /// <summary>The signature of the four parts; empty without a key.</summary>
    internal string Sign(params ReadOnlySpan<byte[]> parts)
    {
        if (_key.Length == 0)
            return "";
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (byte[] part in parts)
            hash.AppendData(part);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
