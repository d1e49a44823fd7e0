using System.Text.Json;

namespace NotebookCourse.Accounting;

/// <summary>
/// One JSON object of a config.json, read field by field. It remembers what was asked for, so that what nobody asked for can be reported.
/// </summary>
internal sealed class ConfigFields(JsonElement element, string source, string prefix = "")
{
    private readonly HashSet<string> _asked = [];

    public bool Has(string name)
    {
        _asked.Add(name);
        return element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;
    }

    public int Int(string name) => Has(name) ? ReadInt(name) : throw Missing(name, "a whole number");

    public int Int(string name, int otherwise) => Has(name) ? ReadInt(name) : otherwise;

    public int? OptionalInt(string name) => Has(name) ? ReadInt(name) : null;

    public double Number(string name) => Has(name) ? ReadNumber(name) : throw Missing(name, "a number");

    public double Number(string name, double otherwise) => Has(name) ? ReadNumber(name) : otherwise;

    public bool Flag(string name, bool otherwise)
    {
        if (!Has(name))
            return otherwise;
        JsonElement value = element.GetProperty(name);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(name, "true or false"),
        };
    }

    public string Text(string name) => Has(name) ? ReadText(name) : throw Missing(name, "a text");

    public string Text(string name, string otherwise) => Has(name) ? ReadText(name) : otherwise;

    public ConfigFields? Object(string name)
    {
        if (!Has(name))
            return null;
        JsonElement value = element.GetProperty(name);
        return value.ValueKind == JsonValueKind.Object
            ? new ConfigFields(value, source, $"{prefix}{name}.")
            : throw Wrong(name, "an object in braces, or null");
    }

    /// <summary>A list; null if the field is not there, or holds something else.</summary>
    public JsonElement[]? List(string name) =>
        Has(name) && element.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : null;

    public int[] IntPair(string name)
    {
        JsonElement value = element.GetProperty(name);
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 2)
            throw Wrong(name, "a list of two whole numbers");
        return [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int number) ? number : throw Wrong(name, "a list of two whole numbers"))];
    }

    /// <summary>Requires of a field that repeats what others say, if it is there, that it says the same.</summary>
    public void RequireSame(string name, int value, string source)
    {
        if (OptionalInt(name) is int given && given != value)
            throw Wrong(name, $"{value}, which is {source}");
    }

    /// <summary>Reports the first field that was neither asked for nor is known not to matter.</summary>
    public void RejectUnknown(IReadOnlySet<string> harmless)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            bool says = property.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False);
            if (says && !_asked.Contains(property.Name) && !harmless.Contains(property.Name))
                throw new InvalidDataException(
                    $"{source}: field '{prefix}{property.Name}' = {Shown(property.Value)} is not known here and may change what the model computes. Remove it if it does not matter.");
        }
    }

    public InvalidDataException Wrong(string name, string expected)
        => new($"{source}: field '{prefix}{name}' is {Shown(element.GetProperty(name))}, expected {expected}.");

    public InvalidDataException Missing(string name, string expected)
        => new($"{source}: field '{prefix}{name}' is missing, expected {expected}.");

    private int ReadInt(string name)
    {
        JsonElement value = element.GetProperty(name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue
            ? (int)number
            : throw Wrong(name, "a whole number");
    }

    private double ReadNumber(string name)
    {
        JsonElement value = element.GetProperty(name);
        return value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble())
            ? value.GetDouble()
            : throw Wrong(name, "a number");
    }

    private string ReadText(string name)
    {
        JsonElement value = element.GetProperty(name);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(name, "a text in quotes");
    }

    private static string Shown(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= 80 ? text : text[..77] + "...";
    }
}
