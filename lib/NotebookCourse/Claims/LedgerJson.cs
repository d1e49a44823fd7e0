using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotebookCourse.Claims;

/// <summary>Reads the files of <c>data/claims</c>: every field known, none missing, words in camel case.</summary>
internal static class LedgerJson
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The content of a file.</summary>
    /// <exception cref="InvalidDataException">It is not of the form <typeparamref name="T"/>.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Format) ?? throw new JsonException("it holds nothing but 'null'");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} cannot be read: {exception.Message} Restore it (git checkout -- data/claims).", exception);
        }
    }
}
