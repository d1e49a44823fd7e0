using System.Text.Json;

namespace NotebookCourse.Checkpoints;

/// <summary>Turns header JSON into entries, token by token: a document model would let the last of two equal names win unseen.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="dataStart">Where the data starts in the file; the header's offsets count from there.</param>
internal sealed class SafetensorsHeaderParser(string file, long dataStart)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<TensorEntry> _entries = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    public SafetensorsHeader Parse(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!_names.Add(name))
                throw Fault($"the name '{name}' stands twice in its header.");
            reader.Read();
            if (name == SafetensorsHeader.MetadataKey)
                ReadMetadata(ref reader);
            else
                _entries.Add(ReadEntry(ref reader, name));
        }

        if (reader.Read())
            throw Fault("something follows the header's closing '}'.");
        // Empty tensors may share an offset with the tensor after them: they come first.
        return new SafetensorsHeader([.. _entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.Bytes)], _metadata);
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, SafetensorsHeader.MetadataKey, "an object of texts");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            Expect(ref reader, JsonTokenType.String, $"{SafetensorsHeader.MetadataKey}.{key}", "a text");
            if (!_metadata.TryAdd(key, reader.GetString()!))
                throw Fault($"the name '{key}' stands twice in its {SafetensorsHeader.MetadataKey}.");
        }
    }

    private TensorEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        long[]? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, name, "an object with dtype, shape and data_offsets");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String, $"{name}.dtype", "a text");
                    type = reader.GetString()!;
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, $"{name}.shape");
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, $"{name}.data_offsets");
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw Fault($"tensor '{name}' has '{key}' twice.");
                default:
                    throw Fault($"tensor '{name}' has a field '{key}'; the format knows dtype, shape and data_offsets.");
            }
        }

        if (type is null || shape is null || offsets is null)
            throw Fault($"tensor '{name}' lacks {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}.");
        return Entry(name, type, shape, offsets);
    }

    private TensorEntry Entry(string name, string typeName, long[] shape, long[] offsets)
    {
        if (!Enum.TryParse(typeName, out SafetensorsType type) || type.ToString() != typeName)
            throw Fault($"tensor '{name}' has the type '{typeName}'; this reader knows {string.Join(", ", Enum.GetNames<SafetensorsType>())}.");
        if (offsets is not [long begin, long end] || begin > end || end > long.MaxValue - dataStart)
            throw Fault($"tensor '{name}' has data_offsets [{string.Join(", ", offsets)}]; expected [begin, end] with begin <= end.");
        try
        {
            var entry = new TensorEntry(name, type, shape, dataStart + begin);
            if (checked(entry.Elements * type.Size()) != end - begin)
                throw Fault($"{entry} needs {entry.Bytes} bytes, but its data_offsets [{begin}, {end}] hold {end - begin}.");
            return entry;
        }
        catch (OverflowException)
        {
            throw Fault($"tensor '{name}' of shape [{string.Join(", ", shape)}] has more elements than any file can hold.");
        }
    }

    private long[] ReadNumbers(ref Utf8JsonReader reader, string place)
    {
        const string Expected = "a list of whole numbers, none below zero";
        Expect(ref reader, JsonTokenType.StartArray, place, Expected);
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.Number, place, Expected);
            if (!reader.TryGetInt64(out long number) || number < 0)
                throw Fault($"'{place}' holds a number that is not whole, below zero or too large; expected {Expected}.");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string place, string description)
    {
        if (reader.TokenType != expected)
            throw Fault($"'{place}' is of JSON kind {reader.TokenType}; expected {description}.");
    }

    private SafetensorsException Fault(string fault) => new(file, fault);
}
