using System.Text;
using System.Text.Json;

namespace NotebookCourse;

/// <summary>
/// What is asked of JSON before it is read: every reader would take the last of two equal names without a word, and stumble over half a character
/// somewhere inside.
/// </summary>
internal static class StrictJson
{
    /// <summary>Requires whole JSON, of whole characters, in which no object has a name twice.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="relaxed">Whether comments and trailing commas are allowed, as in files that people write.</param>
    /// <exception cref="InvalidDataException">It is not; the message says in which line.</exception>
    public static void Require(string json, string source, bool relaxed = false) => Require(Encoding.UTF8.GetBytes(json), source, relaxed);

    /// <inheritdoc cref="Require(string, string, bool)"/>
    public static void Require(ReadOnlySpan<byte> json, string source, bool relaxed = false)
    {
        if (json.StartsWith("\uFEFF"u8))
            json = json["\uFEFF"u8.Length..];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions
        {
            AllowTrailingCommas = relaxed,
            CommentHandling = relaxed ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
        });
        try
        {
            Walk(ref reader);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // the latter for half a character
        {
            int line = 1 + json[..(int)reader.BytesConsumed].Count((byte)'\n');
            throw new InvalidDataException($"'{source}' is not valid JSON; it goes wrong at line {line}: {error.Message}", error);
        }
    }

    private static void Walk(ref Utf8JsonReader reader)
    {
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    names.Pop();
                    break;
                case JsonTokenType.PropertyName when !names.Peek().Add(reader.GetString()!):
                    throw new JsonException($"the name '{reader.GetString()}' stands twice in one object; which of the two is meant?");
                case JsonTokenType.String:
                    _ = reader.GetString();
                    break;
            }
        }
    }
}
