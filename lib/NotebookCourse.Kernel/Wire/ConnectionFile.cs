using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotebookCourse.Kernel.Wire;

/// <summary>Where a kernel listens, as the front end wrote it down for the kernel.</summary>
public sealed record ConnectionFile
{
    /// <summary>The address to bind; nothing else is bound.</summary>
    [JsonPropertyName("ip")] public string Ip { get; init; } = "127.0.0.1";

    /// <summary><c>tcp</c>, or <c>ipc</c>.</summary>
    [JsonPropertyName("transport")] public string Transport { get; init; } = "tcp";

    /// <summary>Requests.</summary>
    [JsonPropertyName("shell_port")] public int ShellPort { get; init; }

    /// <summary>Outputs.</summary>
    [JsonPropertyName("iopub_port")] public int IopubPort { get; init; }

    /// <summary>Questions to the person.</summary>
    [JsonPropertyName("stdin_port")] public int StdinPort { get; init; }

    /// <summary>Requests that must not wait.</summary>
    [JsonPropertyName("control_port")] public int ControlPort { get; init; }

    /// <summary>Heartbeat.</summary>
    [JsonPropertyName("hb_port")] public int HeartbeatPort { get; init; }

    /// <summary>The secret with which messages are signed; empty means unsigned.</summary>
    [JsonPropertyName("key")] public string Key { get; init; } = "";

    /// <summary>How messages are signed.</summary>
    [JsonPropertyName("signature_scheme")] public string SignatureScheme { get; init; } = "hmac-sha256";

    /// <summary>Reads a connection file.</summary>
    /// <exception cref="InvalidDataException">It is no connection file, or asks for what this kernel cannot do.</exception>
    public static ConnectionFile Read(string path)
    {
        ConnectionFile? file;
        try
        {
            file = JsonSerializer.Deserialize(File.ReadAllBytes(path), WireJson.Default.ConnectionFile);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is not a Jupyter connection file: {exception.Message}", exception);
        }

        if (file is null || file.Transport != "tcp" || file.SignatureScheme != "hmac-sha256")
            throw new InvalidDataException($"'{path}' asks for transport '{file?.Transport}' and signatures '{file?.SignatureScheme}'; this kernel speaks tcp with hmac-sha256.");
        return file;
    }

    /// <summary>Writes the file that a kernel is started with.</summary>
    public void Write(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Default.ConnectionFile));

    /// <summary>The address of one port.</summary>
    public string Address(int port) => $"{Transport}://{Ip}:{port}";
}
