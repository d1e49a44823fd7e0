using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookCourse.Kernel.Wire;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>Reads and writes .ipynb files: notebook format 4.5, byte for byte as Jupyter saves them (<see cref="JupyterJson"/>).</summary>
internal static class NotebookFile
{
    /// <summary>The file's bytes.</summary>
    public static byte[] Write(IReadOnlyList<ExecutedCell> cells)
    {
        int executionCount = 0;
        var notebook = new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select(cell => Cell(cell, cell.Cell.IsCode ? ++executionCount : 0))]),
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
                ["language_info"] = LanguageInfo.Create(),
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };

        return Encoding.UTF8.GetBytes(JupyterJson.Write(notebook) + "\n");
    }

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a notebook of format 4; the message names the cell.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<ExecutedCell> Read(string path)
    {
        try
        {
            string json = PlainFile.ReadText(path);
            StrictJson.Require(json, path);
            return NotebookReader.Read(JsonNode.Parse(json));
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw new InvalidDataException($"{path} is not a notebook: {exception.Message} 'dotnet course.cs build' makes it again.", exception);
        }
    }

    private static JsonObject Cell(ExecutedCell executed, int executionCount)
    {
        NotebookCell cell = executed.Cell;
        var metadata = new JsonObject();
        if (cell.Facts.Kind.Length > 0)
            metadata[CellFacts.MetadataKey] = cell.Facts.Write();
        if (cell.Tags.Count > 0)
            metadata["tags"] = new JsonArray([.. cell.Tags.Select(tag => JsonValue.Create(tag))]);

        var json = new JsonObject { ["cell_type"] = cell.IsCode ? "code" : "markdown" };
        if (cell.IsCode)
            json["execution_count"] = executionCount;
        json["id"] = cell.Id;
        json["metadata"] = metadata;
        if (cell.IsCode)
            json["outputs"] = executed.Outputs.DeepClone();
        json["source"] = NotebookText.Lines(cell.Source);
        return json;
    }
}
