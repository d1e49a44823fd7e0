using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookCourse.Kernel.Wire;

/// <summary>
/// Reads the content of a message as a whole: what JSON nodes find out only when they are asked (half a character, bytes
/// that are not UTF-8, a name twice) is found out here, where the sender can still be told.
/// </summary>
internal static class WireContent
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The content; empty if it cannot be read.</summary>
    /// <param name="json">The bytes, as they came.</param>
    /// <param name="fault">Why it cannot be read; null if it can.</param>
    public static JsonObject Read(byte[] json, out string? fault)
    {
        try
        {
            CheckTexts(json);
            fault = null;
            if (JsonNode.Parse(json, documentOptions: Strict) is JsonObject content)
                return content;
            fault = "The message's content is no JSON object.";
        }
        catch (JsonException exception)
        {
            fault = $"The message's content is not JSON: {exception.Message}";
        }
        catch (InvalidOperationException)
        {
            fault = "The message's content holds a text with half a character (an unpaired surrogate such as \\ud83d), or bytes that are not UTF-8. Write the character again.";
        }

        return [];
    }

    private static void CheckTexts(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                reader.GetString();
        }
    }
}
