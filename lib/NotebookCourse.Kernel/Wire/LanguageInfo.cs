using System.Text.Json.Nodes;

namespace NotebookCourse.Kernel.Wire;

/// <summary>What the kernel says about its language; editors store it in the notebooks they save.</summary>
public static class LanguageInfo
{
    /// <summary>A new object: <c>language_info</c> of the kernel's info reply.</summary>
    public static JsonObject Create() => new()
    {
        ["name"] = "C#",
        ["version"] = "14.0",
        ["mimetype"] = "text/x-csharp",
        ["file_extension"] = ".cs",
        ["pygments_lexer"] = "csharp",
        ["codemirror_mode"] = "text/x-csharp",
    };
}
