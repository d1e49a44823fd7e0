using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>Any value as JSON text.</summary>
internal static class JsonText
{
    private const int Longest = 32_000_000; // bytes, as much as a notebook can hold of one value

    private static readonly JsonSerializerOptions Options = new()
    {
        IncludeFields = true, // those of tuples
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        ReferenceHandler = ReferenceHandler.IgnoreCycles,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new ViewJsonConverterFactory(), new TextJsonConverterFactory() },
    };

    /// <summary>The value as JSON.</summary>
    /// <exception cref="ArgumentException">It holds something that JSON cannot say, or is endless.</exception>
    public static string Of(object? value)
    {
        using var stream = new BoundedStream(Longest);
        try
        {
            JsonSerializer.Serialize(stream, value, value?.GetType() ?? typeof(object), Options);
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"A value of type {TypeName.Of(value!.GetType())} cannot be shown as application/json: {exception.Message}", exception);
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Whether a text is a JSON document.</summary>
    public static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed class BoundedStream(long limit) : MemoryStream
    {
        // What is given as a span comes through here too.
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > limit)
                throw new NotSupportedException($"it is longer than {limit:N0} bytes, or endless. Show a part of it, such as Take(100).");
            base.Write(buffer, offset, count);
        }
    }
}
