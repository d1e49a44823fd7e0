using NotebookCourse.Display;

namespace NotebookCourse.Tests.Display;

/// <summary>Formats a value as a kernel does: by the attribute of its type and what its source makes.</summary>
internal static class Bundles
{
    /// <summary>What a notebook carries of a value, by media type, in the order of preference.</summary>
    public static Dictionary<string, string> Of(object display)
    {
        var attribute = (TypeFormatterSourceAttribute)Attribute.GetCustomAttribute(display.GetType(), typeof(TypeFormatterSourceAttribute))!;
        object source = Activator.CreateInstance(attribute.FormatterSourceType)!;
        var formatters = ((IEnumerable<object>)attribute.FormatterSourceType.GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).Cast<MimeFormatter>().ToDictionary(formatter => formatter.MimeType);
        return attribute.PreferredMimeTypes.ToDictionary(mimeType => mimeType, mimeType =>
        {
            var writer = new StringWriter();
            formatters[mimeType].Format(display, writer);
            return writer.ToString();
        });
    }
}
