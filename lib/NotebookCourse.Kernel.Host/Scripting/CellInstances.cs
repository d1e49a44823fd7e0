using System.ComponentModel;
using System.Reflection;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>The instances of the cells' classes by their types: the fields of each are its cell's variables.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellInstances
{
    /// <summary>The instance of a cell's class.</summary>
    /// <typeparam name="T">The class that the compiler made of the cell.</typeparam>
    public static T Of<T>()
        where T : class => Holder<T>.Value;

    /// <summary>Makes an instance known.</summary>
    internal static void Add(object instance) =>
        typeof(Holder<>).MakeGenericType(instance.GetType()).GetField(nameof(Holder<>.Value), BindingFlags.Static | BindingFlags.Public)!.SetValue(null, instance);

    private static class Holder<T>
        where T : class
    {
        public static T Value = null!;
    }
}
