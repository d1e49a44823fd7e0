using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NotebookCourse.Kernel.Formatting.Views;

/// <summary>Finds the best view of any value.</summary>
internal static class ValueViews
{
    /// <summary>The view.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="limits">How much of it is looked at.</param>
    /// <param name="closed">Whether it stands too deep to be opened: what has parts is then only named.</param>
    public static ValueView Of(object? value, ViewLimits limits, bool closed = false)
    {
        if (value is null or string or Type or Delegate or Exception or Task || value.GetType() is { IsPrimitive: true } or { IsEnum: true } or { IsPointer: true })
            return new TextView(Simple(value));
        if ((MarkupViews.View(value) ?? JsonViews.View(value) ?? PictureViews.View(value)) is { } leaf)
            return leaf;
        if (closed)
            return new TextView(value is IEnumerable || !HasOwnText(value.GetType()) ? TypeName.Of(value.GetType()) : Simple(value));
        if ((GridViews.View(value, limits) ?? TableViews.View(value, limits) ?? CollectionViews.View(value, limits)) is { } parts)
            return parts;
        return HasOwnText(value.GetType()) || Members(value) is not { Count: > 0 } members ? new TextView(Simple(value)) : new MembersView(TypeName.Of(value.GetType()), members);
    }

    /// <summary>A value that has no parts to show.</summary>
    public static string Simple(object? value) => value switch
    {
        null or DBNull => FormatSettings.NullText,
        string text => text,
        bool truth => truth ? "True" : "False",
        Type type => TypeName.Of(type),
        Exception exception => $"{exception.GetType().Name}: {exception.Message}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // The public properties and fields with their values; a property that throws has its exception as value.
    private static List<(string Name, object? Value)> Members(object value)
    {
        var type = value.GetType();
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike && !property.PropertyType.IsByRef)
            .DistinctBy(property => property.Name) // one that a derived class declares anew comes first
            .Select(property => (property.Name, Read(() => property.GetValue(value))));
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public)
            .Where(field => !field.FieldType.IsByRefLike)
            .Select(field => (field.Name, field.GetValue(value)));
        return [.. properties.Concat(fields)];
    }

    private static object? Read(Func<object?> get)
    {
        try
        {
            return get();
        }
        catch (TargetInvocationException exception)
        {
            return exception.InnerException;
        }
    }

    // A record's ToString is written by the compiler; a tuple's says less than its items do.
    private static bool HasOwnText(Type type)
    {
        var method = type.GetMethod(nameof(ToString), Type.EmptyTypes)!;
        return method.DeclaringType != typeof(object) && method.DeclaringType != typeof(ValueType)
            && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !typeof(ITuple).IsAssignableFrom(type);
    }
}
