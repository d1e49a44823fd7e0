using System.Text.Json;

namespace NotebookCourse.Text;

/// <summary>A value in a JSON document that knows where it stands, so that an error can say so.</summary>
/// <param name="element">The value.</param>
/// <param name="path">Where it stands; empty for the document itself.</param>
internal sealed class JsonPlace(JsonElement element, string path)
{
    private const int ShownLetters = 80;

    public bool IsList => element.ValueKind == JsonValueKind.Array;

    /// <summary>Whether a member is there and not null.</summary>
    public bool Has(string name) => Required(JsonValueKind.Object, "an object in braces").TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A member.</summary>
    /// <exception cref="InvalidDataException">It is missing.</exception>
    public JsonPlace Member(string name) => Has(name) ? new JsonPlace(element.GetProperty(name), Below(name)) : throw new InvalidDataException($"{Below(name)} is missing.");

    public IEnumerable<(string Name, JsonPlace Value)> Members() =>
        Required(JsonValueKind.Object, "an object in braces").EnumerateObject().Select(member => (member.Name, new JsonPlace(member.Value, Below(member.Name))));

    public IEnumerable<JsonPlace> Items() => Required(JsonValueKind.Array, "a list").EnumerateArray().Select((item, index) => new JsonPlace(item, $"{path}[{index}]"));

    public string Text() => Required(JsonValueKind.String, "a text in quotes").GetString()!;

    public string Text(string name) => Member(name).Text();

    public string? OptionalText(string name) => Has(name) ? Text(name) : null;

    public IEnumerable<JsonPlace> List(string name) => Member(name).Items();

    public IEnumerable<JsonPlace> OptionalList(string name) => Has(name) ? List(name) : [];

    public int WholeNumber() => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number) && number >= 0 ? number : throw Wrong("a whole number of 0 or more");

    public bool IsZero() => element.ValueKind == JsonValueKind.Number && element.GetDouble() == 0;

    public bool Flag(string name, bool otherwise = false) => !Has(name) ? otherwise : element.GetProperty(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Member(name).Wrong("true or false"),
    };

    public InvalidDataException Wrong(string expected)
    {
        string text = element.GetRawText();
        return new InvalidDataException($"{(path.Length == 0 ? "the file" : path)} is {(text.Length <= ShownLetters ? text : text[..ShownLetters] + "...")}, expected {expected}.");
    }

    private string Below(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private JsonElement Required(JsonValueKind kind, string expected) => element.ValueKind == kind ? element : throw Wrong(expected);
}
