namespace NotebookCourse.Display;

/// <summary>
/// Says which class formats a type for a notebook. Kernels find it by its name and its properties, so neither
/// our kernel nor Microsoft's needs to share an assembly with this library.
/// </summary>
/// <param name="formatterSourceType">A class with a public parameterless constructor and <c>CreateTypeFormatters()</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a public parameterless constructor and <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The media types to display, best first.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
