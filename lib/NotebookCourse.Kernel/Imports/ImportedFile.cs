namespace NotebookCourse.Kernel.Imports;

/// <summary>Reads the files that <c>#!import</c> takes.</summary>
internal static class ImportedFile
{
    /// <summary>The file's cells; their sources only, whatever outputs it holds.</summary>
    /// <exception cref="ImportException">There is no such file, or it is of another kind.</exception>
    public static IReadOnlyList<ImportedCell> Read(string path)
    {
        if (!File.Exists(path))
            throw new ImportException($"#!import: there is no file '{path}'. Paths are from the folder of the file that imports.");
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".ipynb" => JupyterCells.Read(path),
            ".dib" => [.. DibCells.Read(File.ReadAllText(path))],
            ".cs" or ".csx" => [new ImportedCell(ImportedCell.CSharp, File.ReadAllText(path), 0)],
            var other => throw new ImportException($"#!import: '{path}' is of a kind that cannot be run ('{other}'). Expected: .ipynb, .dib, .cs or .csx."),
        };
    }
}
