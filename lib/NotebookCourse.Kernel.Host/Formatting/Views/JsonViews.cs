using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookCourse.Kernel.Formatting.Views;

/// <summary>JSON documents, of .NET's own library and of Newtonsoft's.</summary>
internal static class JsonViews
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document; null if the value is none.</summary>
    public static ValueView? View(object value) => value switch
    {
        JsonNode node => new JsonView(node.ToJsonString(Indented), node.ToJsonString(Compact)),
        JsonDocument document => Element(document.RootElement),
        JsonElement element => Element(element),
        _ when IsNewtonsoft(value) => new JsonView(Newtonsoft(value, 1), Newtonsoft(value, 0)),
        _ => null,
    };

    /// <summary>Whether the value is a JSON document of Newtonsoft's library.</summary>
    public static bool IsNewtonsoft(object value) => DuckType.Is(value, "Newtonsoft.Json.Linq.JToken");

    private static ValueView Element(JsonElement element) => element.ValueKind == JsonValueKind.Undefined
        ? new TextView("(undefined)")
        : new JsonView(JsonSerializer.Serialize(element, Indented), JsonSerializer.Serialize(element, Compact));

    // Its ToString() drops the quotes of a text; ToString(Formatting, params JsonConverter[]) is JSON. 0 is compact, 1 indented.
    private static string Newtonsoft(object token, int formatting) =>
        DuckType.Method(token.GetType(), nameof(ToString), isStatic: false, parameter => parameter.ParameterType switch
            {
                { IsEnum: true } type => Enum.ToObject(type, formatting),
                { IsArray: true } type => Array.CreateInstance(type.GetElementType()!, 0),
                _ => null,
            }, parameters: 2)?.Invoke(token) as string ?? token.ToString() ?? "";
}
