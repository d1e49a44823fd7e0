using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>The formatters that a notebook has registered, and those that types bring with them.</summary>
internal static class FormatterRegistry
{
    private const int Interfaces = 1_000; // farther away than any base class
    private const int Everything = 1_000_000; // object, farther than any interface

    private static ImmutableList<ITypeFormatter> _formatters = []; // the last one first
    private static ImmutableList<(Type Type, IReadOnlyList<string> MediaTypes)> _preferred = [];

    /// <summary>The registered formatters, the last one first.</summary>
    public static IReadOnlyList<ITypeFormatter> All => _formatters;

    /// <summary>The media type of values without one of their own.</summary>
    public static string DefaultMediaType { get; set; } = "text/html";

    public static void Add(ITypeFormatter formatter) => ImmutableInterlocked.Update(ref _formatters, formatters => formatters.Insert(0, formatter));

    public static void Prefer(Type type, IReadOnlyList<string> mediaTypes) => ImmutableInterlocked.Update(ref _preferred, preferred => preferred.Insert(0, (type, mediaTypes)));

    public static void Reset()
    {
        _formatters = [];
        _preferred = [];
        DefaultMediaType = "text/html";
    }

    /// <summary>The media types wanted for values of a type; none if nothing was said.</summary>
    public static IReadOnlyList<string> Preferred(Type type) => Nearest(_preferred, type, item => item.Type).FirstOrDefault().MediaTypes ?? [];

    /// <summary>The registered formatters for values of a type, the best first.</summary>
    public static IEnumerable<ITypeFormatter> Find(Type type, string mediaType) =>
        Nearest(_formatters.Where(formatter => formatter.MimeType == mediaType), type, formatter => formatter.Type);

    /// <summary>The value as a registered formatter writes it; null if there is none that wants it.</summary>
    public static string? Registered(object? value, string mediaType) => value is null || _formatters.IsEmpty ? null
        : Find(value.GetType(), mediaType).Select(formatter => Run(formatter, value)).FirstOrDefault(text => text is not null);

    /// <summary>The value as a registered formatter, or one that its type brings, writes it; null if there is none that wants it.</summary>
    public static string? Format(object? value, string mediaType) => Registered(value, mediaType) ?? TypeFormatters.Find(value, mediaType)?.Format(value!);

    /// <summary>The value as a formatter writes it; null if it does not want it.</summary>
    /// <exception cref="InsufficientExecutionStackException">A formatter that shows its own value would never end.</exception>
    public static string? Run(ITypeFormatter formatter, object value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        using var context = new FormatContext(writer);
        return formatter.Format(value, context) ? writer.ToString() : null;
    }

    // In the order of how near the types are; of equally near ones the last registered first, as the sort is stable.
    private static IEnumerable<T> Nearest<T>(IEnumerable<T> items, Type type, Func<T, Type> of) =>
        items.Select(item => (Item: item, Distance: Distance(type, of(item)))).Where(item => item.Distance is not null).OrderBy(item => item.Distance).Select(item => item.Item);

    private static int? Distance(Type type, Type wanted)
    {
        if (wanted == typeof(object))
            return Everything;
        int steps = 0;
        for (var current = type; current is not null; current = current.BaseType, steps++)
        {
            if (Matches(current, wanted))
                return steps;
        }

        // Of two interfaces the one that builds on more others says more.
        return type.GetInterfaces().Any(contract => Matches(contract, wanted)) || wanted.IsAssignableFrom(type) ? Interfaces - Math.Min(wanted.GetInterfaces().Length, Interfaces / 2) : null;
    }

    private static bool Matches(Type type, Type wanted) => type == wanted || (wanted.IsGenericTypeDefinition && type.IsGenericType && type.GetGenericTypeDefinition() == wanted);
}
