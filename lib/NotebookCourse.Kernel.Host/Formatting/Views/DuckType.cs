using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace NotebookCourse.Kernel.Formatting.Views;

/// <summary>Asks values of libraries that the kernel does not refer to, by the names of their types and members.</summary>
internal static class DuckType
{
    private static readonly ConditionalWeakTable<Type, HashSet<string>> Lineages = [];

    /// <summary>Whether the value's type, a type it derives from, or an interface of it has one of these full names.</summary>
    public static bool Is(object value, params ReadOnlySpan<string> names) => Is(value.GetType(), names);

    /// <summary>Whether the type, a type it derives from, or an interface of it has one of these full names.</summary>
    public static bool Is(Type type, params ReadOnlySpan<string> names)
    {
        var lineage = Lineages.GetValue(type, Lineage);
        foreach (string name in names)
        {
            if (lineage.Contains(name))
                return true;
        }

        return false;
    }

    /// <summary>A public property's value; null if there is no such property.</summary>
    public static object? Get(object value, string property)
    {
        // A derived class may have declared the property anew: the nearest one is meant.
        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetProperty(property, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly, null, null, Type.EmptyTypes, null) is { CanRead: true } found)
                return Unwrap(() => found.GetValue(value));
        }

        return null;
    }

    /// <summary>A public method of this name for whose parameters all arguments can be had; null if there is none.</summary>
    /// <param name="type">Where to look.</param>
    /// <param name="name">The method's name.</param>
    /// <param name="isStatic">Whether the method is static.</param>
    /// <param name="argument">The argument for a parameter; null if there is none, and then its default is taken.</param>
    /// <param name="parameters">How many parameters it has at least.</param>
    public static Func<object?, object?>? Method(Type type, string name, bool isStatic, Func<ParameterInfo, object?> argument, int parameters = 0)
    {
        var flags = BindingFlags.Public | (isStatic ? BindingFlags.Static : BindingFlags.Instance);
        foreach (var method in type.GetMethods(flags).Where(method => method.Name == name && !method.ContainsGenericParameters)
            .Where(method => method.GetParameters().Length >= parameters).OrderBy(method => method.GetParameters().Length))
        {
            object?[] arguments = [.. method.GetParameters().Select(parameter => argument(parameter) ?? (parameter.HasDefaultValue ? parameter.DefaultValue : Missing.Value))];
            if (!arguments.Contains(Missing.Value))
                return target => Unwrap(() => method.Invoke(target, arguments));
        }

        return null;
    }

    /// <summary>Calls a public method without arguments; null if there is no such method.</summary>
    public static object? Call(object value, string method) => Method(value.GetType(), method, isStatic: false, _ => null)?.Invoke(value);

    // What the library throws is the value's own trouble; that reflection was used is nobody's.
    private static object? Unwrap(Func<object?> call)
    {
        try
        {
            return call();
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    private static HashSet<string> Lineage(Type type)
    {
        var names = type.GetInterfaces().Select(NameOf).ToHashSet(StringComparer.Ordinal);
        for (var current = type; current is not null; current = current.BaseType)
            names.Add(NameOf(current));
        return names;
    }

    // Without the arguments of a generic type.
    private static string NameOf(Type type) => type.Namespace is { } space && !type.IsNested ? $"{space}.{type.Name}" : type.Name;
}
