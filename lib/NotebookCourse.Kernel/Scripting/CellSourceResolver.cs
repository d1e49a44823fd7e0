using System.Text;
using Microsoft.CodeAnalysis;
using NotebookCourse.Kernel.Directives;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Finds the files of <c>#load</c> and <c>#r</c>: relative to the notebook's folder from a cell, and relative to
/// the loaded file's own folder inside a loaded file.
/// </summary>
internal sealed class CellSourceResolver(string folder) : SourceReferenceResolver
{
    /// <summary>A cell's own name is no path, and stays as it is.</summary>
    public override string? NormalizePath(string path, string? baseFilePath) => baseFilePath is null ? path : FullPath(path, baseFilePath, folder);

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        string full = FullPath(path, baseFilePath, folder);
        return File.Exists(full) ? full : null;
    }

    public override Stream OpenRead(string resolvedPath)
    {
        // Scripts are text in UTF-8; the compiler asks for an encoding before it emits symbols for them.
        return new MemoryStream(Encoding.UTF8.GetBytes(SourceDirectives.Take(File.ReadAllText(resolvedPath)).Code));
    }

    public override bool Equals(object? other) => other is CellSourceResolver resolver && resolver.Folder == folder;

    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);

    private string Folder => folder;

    /// <summary>A path as a directive gives it, made whole.</summary>
    /// <param name="path">What stands in the directive.</param>
    /// <param name="baseFilePath">The file the directive stands in; a cell's name is not rooted.</param>
    /// <param name="folder">The notebook's folder.</param>
    public static string FullPath(string path, string? baseFilePath, string folder)
    {
        string from = Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : folder;
        return Path.GetFullPath(path, from);
    }
}
