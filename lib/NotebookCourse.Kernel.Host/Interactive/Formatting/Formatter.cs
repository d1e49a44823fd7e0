using NotebookCourse.Kernel.Formatting;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>
/// How values are shown, and how a notebook changes that: the calls of .NET Interactive's Formatter that notebooks
/// use, by the same names. What is registered last wins over what was registered for the same type before, and a
/// formatter of a more specific type over one of a more general type.
/// </summary>
public static class Formatter
{
    /// <summary>Items of a sequence that are shown. At least 0; 20 at first.</summary>
    public static int ListExpansionLimit
    {
        get => FormatSettings.ItemLimit;
        set => FormatSettings.ItemLimit = NotNegative(value, nameof(ListExpansionLimit));
    }

    /// <summary>How deep a value inside a value is opened. At least 0; 3 at first.</summary>
    public static int RecursionLimit
    {
        get => FormatSettings.DepthLimit;
        set => FormatSettings.DepthLimit = NotNegative(value, nameof(RecursionLimit));
    }

    /// <summary>What stands for null.</summary>
    public static string NullString
    {
        get => FormatSettings.NullText;
        set => FormatSettings.NullText = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The media type of values without one of their own: <c>text/html</c> or <c>text/plain</c>.</summary>
    public static string DefaultMimeType
    {
        get => FormatterRegistry.DefaultMediaType;
        set => FormatterRegistry.DefaultMediaType = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Forgets every registered formatter, and sets all limits as they were at first.</summary>
    public static void ResetToDefault()
    {
        FormatSettings.Reset();
        FormatterRegistry.Reset();
    }

    /// <summary>Registers a formatter.</summary>
    public static void Register(ITypeFormatter formatter) => FormatterRegistry.Add(formatter ?? throw new ArgumentNullException(nameof(formatter)));

    /// <summary>Registers how values of a type are written.</summary>
    /// <param name="formatter">Writes a value, and says whether it did.</param>
    /// <param name="mimeType">The media type it writes.</param>
    public static void Register<T>(FormatDelegate<T> formatter, string mimeType = PlainTextFormatter.MimeType) => Register(new FunctionFormatter<T>(formatter, mimeType));

    /// <summary>Registers how values of a type are written.</summary>
    /// <param name="formatter">Writes a value.</param>
    /// <param name="mimeType">The media type it writes.</param>
    public static void Register<T>(Action<T, TextWriter> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Register(new FunctionFormatter<T>((value, context) => Written(() => formatter(value, context.Writer)), mimeType));

    /// <summary>Registers how values of a type are written.</summary>
    /// <param name="formatter">Makes the text of a value.</param>
    /// <param name="mimeType">The media type it makes.</param>
    public static void Register<T>(Func<T, string> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Register(new FunctionFormatter<T>((value, context) => Written(() => context.Writer.Write(formatter(value))), mimeType));

    /// <summary>Registers how values of a type are written; the type may be a generic one without arguments, such as <c>typeof(List&lt;&gt;)</c>.</summary>
    /// <param name="type">The type.</param>
    /// <param name="formatter">Writes a value, and says whether it did.</param>
    /// <param name="mimeType">The media type it writes.</param>
    public static void Register(Type type, FormatDelegate<object> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Register(new FunctionFormatter<object>(formatter, mimeType, type ?? throw new ArgumentNullException(nameof(type))));

    /// <summary>Registers how values of a type are written; the type may be a generic one without arguments, such as <c>typeof(List&lt;&gt;)</c>.</summary>
    /// <param name="type">The type.</param>
    /// <param name="formatter">Writes a value.</param>
    /// <param name="mimeType">The media type it writes.</param>
    public static void Register(Type type, Action<object, TextWriter> formatter, string mimeType = PlainTextFormatter.MimeType) =>
        Register(type, (value, context) => Written(() => formatter(value, context.Writer)), mimeType);

    /// <summary>The registered formatters, the last one first.</summary>
    public static IEnumerable<ITypeFormatter> RegisteredFormatters() => FormatterRegistry.All;

    /// <summary>The formatter that writes a type in a media type: the registered one, or the kernel's own.</summary>
    public static ITypeFormatter GetPreferredFormatterFor(Type actualType, string mimeType) =>
        FormatterRegistry.Find(actualType, mimeType).FirstOrDefault()
        ?? new FunctionFormatter<object>((value, context) => Written(() => context.Writer.Write(ToDisplayString(value, mimeType))), mimeType, actualType);

    /// <summary>Sets the media types that values of a type are shown in.</summary>
    /// <exception cref="ArgumentException">No media type is given, or an empty one.</exception>
    public static void SetPreferredMimeTypesFor(Type type, params string[] preferredMimeTypes)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (preferredMimeTypes is not { Length: > 0 } || preferredMimeTypes.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException("At least one media type is expected, such as \"text/plain\", and none that is empty.", nameof(preferredMimeTypes));
        FormatterRegistry.Prefer(type, preferredMimeTypes);
    }

    /// <summary>Sets the media type that values of a type are shown in.</summary>
    public static void SetPreferredMimeTypeFor(Type type, string preferredMimeType) => SetPreferredMimeTypesFor(type, preferredMimeType);

    /// <summary>The media types that values of a type are shown in.</summary>
    public static IReadOnlyCollection<string> GetPreferredMimeTypesFor(Type? type)
    {
        var preferred = type is null ? [] : FormatterRegistry.Preferred(type);
        return preferred.Count > 0 ? preferred : [type == typeof(string) ? PlainTextFormatter.MimeType : DefaultMimeType];
    }

    /// <summary>A value as it is shown in a media type.</summary>
    /// <exception cref="ArgumentException">The value cannot be shown in that media type.</exception>
    public static string ToDisplayString(this object? value, string mimeType = PlainTextFormatter.MimeType) => MediaBundle.Of(value, [mimeType])[mimeType];

    /// <summary>A value as a formatter writes it.</summary>
    public static string ToDisplayString(this object? value, ITypeFormatter formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        return value is null ? NullString : FormatterRegistry.Run(formatter, value) ?? "";
    }

    /// <summary>Writes a value as it is shown in a media type.</summary>
    public static void FormatTo<T>(this T value, FormatContext context, string mimeType = PlainTextFormatter.MimeType)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Writer.Write(ToDisplayString(value, mimeType));
    }

    /// <summary>Writes a value with a formatter.</summary>
    public static void Format(this ITypeFormatter formatter, object instance, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        formatter.Format(instance, new FormatContext(writer));
    }

    private static bool Written(Action write)
    {
        write();
        return true;
    }

    private static int NotNegative(int value, string name) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"{name} must be at least 0.");
}
