using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>
/// Formatters that a library brings for its own types without referring to this kernel: a type carries an attribute
/// named <c>TypeFormatterSourceAttribute</c>, whose <c>FormatterSourceType</c> has <c>CreateTypeFormatters()</c>,
/// whose items have <c>MimeType</c> and <c>Format(object, TextWriter)</c>. Everything is found by name, as Microsoft's
/// kernel does it.
/// </summary>
internal sealed class TypeFormatters
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<TypeFormatters>?> Known = new();

    private readonly object _formatter;
    private readonly MethodInfo _format;

    private TypeFormatters(object formatter)
    {
        const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        _formatter = formatter;
        var type = formatter.GetType();
        MediaType = type.GetProperty("MimeType", Instance)?.GetValue(formatter) as string
            ?? throw new InvalidOperationException($"The formatter {type} has no property MimeType with a string in it.");
        _format = type.GetMethods(Instance).FirstOrDefault(method => method.Name == "Format" && method.GetParameters() is [_, { ParameterType: var writer }] && writer == typeof(TextWriter))
            ?? throw new InvalidOperationException($"The formatter {type} has no method Format(object, TextWriter).");
    }

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

    private static IReadOnlyList<TypeFormatters>? Create(Type type)
    {
        var attribute = Lineage(type).SelectMany(candidate => candidate.GetCustomAttributes(inherit: false))
            .FirstOrDefault(candidate => candidate.GetType().Name == "TypeFormatterSourceAttribute");
        if (attribute is null)
            return null;
        var source = Property(attribute, "FormatterSourceType") as Type
            ?? throw new InvalidOperationException($"The TypeFormatterSourceAttribute of {type} names no FormatterSourceType.");
        object instance = Activator.CreateInstance(source, nonPublic: true)!;
        var create = source.GetMethod("CreateTypeFormatters", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            ?? throw new InvalidOperationException($"The formatter source {source} has no method CreateTypeFormatters().");
        var formatters = ((IEnumerable)create.Invoke(instance, null)!).Cast<object>().Select(formatter => new TypeFormatters(formatter)).ToList();
        string[] preferred = Property(attribute, "PreferredMimeTypes") as string[] ?? [];
        return preferred.Length == 0 ? formatters : [.. formatters.Where(formatter => preferred.Contains(formatter.MediaType))];
    }

    private static IEnumerable<Type> Lineage(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return current;
        foreach (var contract in type.GetInterfaces())
            yield return contract;
    }

    private static object? Property(object attribute, string name) =>
        attribute.GetType().GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(attribute);
}
