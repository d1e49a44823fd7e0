using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>Looks into values, for both text and HTML.</summary>
internal static class ValueInspection
{
    /// <summary>Items of a sequence that are shown; the rest is counted, or said to follow.</summary>
    public const int ItemLimit = 20;

    /// <summary>How deep a value inside a value is opened.</summary>
    public const int DepthLimit = 3;

    public static ValueShape Shape(object? value)
    {
        if (value is null or string or Type or Delegate or Exception or Task)
            return ValueShape.Text;
        var type = value.GetType();
        if (type.IsPrimitive || type.IsEnum || type.IsPointer)
            return ValueShape.Text;
        if (value is IEnumerable)
            return ValueShape.Sequence;
        return HasOwnText(type) || Members(value).Count == 0 ? ValueShape.Text : ValueShape.Members;
    }

    /// <summary>The first items, and whether there are more. At most one item beyond the limit is asked for.</summary>
    public static (IReadOnlyList<object?> Items, string? More) Items(IEnumerable sequence)
    {
        List<object?> items = [];
        foreach (object? item in sequence)
        {
            if (items.Count == ItemLimit)
                return (items, sequence is ICollection { Count: var count } ? $"({count - ItemLimit:N0} more)" : "(more)");
            items.Add(item);
        }

        return (items, null);
    }

    /// <summary>The public properties and fields with their values; a property that throws has its exception as value.</summary>
    public static IReadOnlyList<(string Name, object? Value)> Members(object value)
    {
        var type = value.GetType();
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike && !property.PropertyType.IsByRef)
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
