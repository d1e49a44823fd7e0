using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using NotebookCourse.Display;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>
/// Formatters that a library brings for its own types without referring to this kernel: a type carries an attribute
/// named <c>TypeFormatterSourceAttribute</c>, whose <c>FormatterSourceType</c> has <c>CreateTypeFormatters()</c>,
/// whose items have <c>MimeType</c> and <c>Format(object, TextWriter)</c>. Everything is found by name, as Microsoft's
/// kernel does it; a source that cannot be used is none, as there. Charts of Plotly.NET, whose own attribute names its source
/// otherwise, are known to the kernel.
/// </summary>
internal sealed class TypeFormatters
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<TypeFormatters>?> Known = new();

    private readonly object _formatter;
    private readonly MethodInfo _format;

    private TypeFormatters(object formatter, string mediaType, MethodInfo format) => (_formatter, MediaType, _format) = (formatter, mediaType, format);

    /// <summary>The media type it writes.</summary>
    public string MediaType { get; }

    /// <summary>The formatters of a type, its own or those of a base class or interface; null if it has none.</summary>
    public static IReadOnlyList<TypeFormatters>? Find(Type type) => Known.GetOrAdd(type, Create);

    /// <summary>The formatter of a value that writes the media type; null if there is none.</summary>
    public static TypeFormatters? Find(object? value, string mediaType) =>
        value is null ? null : Find(value.GetType())?.FirstOrDefault(formatter => formatter.MediaType == mediaType);

    /// <summary>The value in the media type.</summary>
    public string Format(object value)
    {
        using var writer = new StringWriter();
        try
        {
            _format.Invoke(_formatter, [value, writer]);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerException);
        }

        return writer.ToString();
    }

    private static IReadOnlyList<TypeFormatters>? Create(Type type) =>
        PlotlyChart.IsChart(type) ? Usable(new PlotlyChartFormatterSource(), []) : Lineage(type)
            .SelectMany(candidate => candidate.GetCustomAttributes(inherit: false))
            .Where(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute")
            .Select(attribute => Usable(Instance(Property(attribute, "FormatterSourceType") as Type), Property(attribute, "PreferredMimeTypes") as string[] ?? []))
            .FirstOrDefault(formatters => formatters is not null);

    // An object of the source's type; null if none can be made.
    private static object? Instance(Type? source)
    {
        try
        {
            return source is null ? null : Activator.CreateInstance(source, nonPublic: true);
        }
        catch (Exception exception) when (exception is MemberAccessException or TargetInvocationException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    // The formatters of a source; null if it has none that can be used.
    private static IReadOnlyList<TypeFormatters>? Usable(object? source, string[] preferred)
    {
        if (source?.GetType().GetMethod("CreateTypeFormatters", Members, Type.EmptyTypes) is not { } create)
            return null;
        object? made;
        try
        {
            made = create.Invoke(source, null);
        }
        catch (TargetInvocationException)
        {
            return null;
        }

        var formatters = (made as IEnumerable ?? Array.Empty<object>()).Cast<object?>().Select(Wrap).OfType<TypeFormatters>().ToList();
        if (preferred.Length > 0)
            formatters = [.. formatters.Where(formatter => preferred.Contains(formatter.MediaType))];
        return formatters.Count > 0 ? formatters : null;
    }

    private static TypeFormatters? Wrap(object? formatter) =>
        formatter is not null
        && formatter.GetType().GetProperty("MimeType", Members)?.GetValue(formatter) is string mediaType
        && formatter.GetType().GetMethods(Members).FirstOrDefault(method => method.Name == "Format" && method.GetParameters() is [_, { ParameterType: var writer }] && writer == typeof(TextWriter)) is { } format
            ? new TypeFormatters(formatter, mediaType, format)
            : null;

    private static IEnumerable<Type> Lineage(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;
        foreach (var contract in type.GetInterfaces())
            yield return contract;
    }

    private static object? Property(object attribute, string name) =>
        attribute.GetType().GetProperty(name, Members)?.GetValue(attribute);
}
