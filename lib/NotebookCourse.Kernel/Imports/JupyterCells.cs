using System.Text.Json;

namespace NotebookCourse.Kernel.Imports;

/// <summary>
/// Cells of an .ipynb file. Only sources and languages are taken from it; outputs, which may be many megabytes, are
/// passed over without being built.
/// </summary>
internal static class JupyterCells
{
    /// <summary>The cells of a file.</summary>
    /// <exception cref="ImportException">It is no notebook, or one of another language.</exception>
    public static IReadOnlyList<ImportedCell> Read(string path)
    {
        try
        {
            return Read(new Utf8JsonReader(Content(File.ReadAllBytes(path))), path);
        }
        catch (JsonException exception)
        {
            throw new ImportException($"#!import: '{path}' is not a notebook: {exception.Message}");
        }
    }

    private static ReadOnlySpan<byte> Content(byte[] file) => file.AsSpan().StartsWith("\uFEFF"u8) ? file.AsSpan(3) : file;

    private static List<ImportedCell> Read(Utf8JsonReader reader, string path)
    {
        List<(string Type, string? Language, string Source)> cells = [];
        string? language = null;
        reader.Read();
        EachProperty(ref reader, (ref Utf8JsonReader inner, string name) =>
        {
            if (name == "cells" && inner.TokenType == JsonTokenType.StartArray)
            {
                while (inner.Read() && inner.TokenType != JsonTokenType.EndArray)
                    cells.Add(Cell(ref inner));
            }
            else if (name == "metadata")
            {
                language = Text(JsonElement.ParseValue(ref inner), "kernelspec", "language");
            }
            else
            {
                inner.Skip();
            }
        });
        if (language is not null && !language.Equals("C#", StringComparison.OrdinalIgnoreCase) && !language.Equals(ImportedCell.CSharp, StringComparison.OrdinalIgnoreCase))
            throw new ImportException($"#!import: '{path}' is a notebook in {language}, and this kernel runs C# only.");
        return [.. cells.Select((cell, index) => new ImportedCell(cell.Type == "code" ? cell.Language ?? ImportedCell.CSharp : cell.Type, cell.Source, index + 1))];
    }

    private static (string Type, string? Language, string Source) Cell(ref Utf8JsonReader reader)
    {
        string type = "", source = "";
        string? language = null;
        EachProperty(ref reader, (ref Utf8JsonReader inner, string name) =>
        {
            switch (name)
            {
                case "cell_type":
                    type = inner.GetString() ?? "";
                    break;
                case "source":
                    var value = JsonElement.ParseValue(ref inner);
                    source = value.ValueKind == JsonValueKind.Array ? string.Concat(value.EnumerateArray().Select(line => line.GetString())) : value.GetString() ?? "";
                    break;
                case "metadata":
                    var metadata = JsonElement.ParseValue(ref inner);
                    language = Text(metadata, "polyglot_notebook", "kernelName") ?? Text(metadata, "dotnet_interactive", "language");
                    break;
                default:
                    inner.Skip();
                    break;
            }
        });
        return (type, language, source);
    }

    private delegate void ReadProperty(ref Utf8JsonReader reader, string name);

    // The reader stands at an object's start, and afterwards at its end.
    private static void EachProperty(ref Utf8JsonReader reader, ReadProperty read)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"expected an object, found {reader.TokenType}.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            read(ref reader, name);
        }
    }

    private static string? Text(JsonElement metadata, string outer, string inner) =>
        metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty(outer, out var part) && part.ValueKind == JsonValueKind.Object
        && part.TryGetProperty(inner, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
