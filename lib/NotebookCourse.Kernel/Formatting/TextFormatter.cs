using System.Collections;
using System.Globalization;
using System.Text;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>A value as plain text, on one line unless its own text has more.</summary>
internal static class TextFormatter
{
    public static string Format(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    /// <summary>A value that has no parts to show.</summary>
    public static string Simple(object? value) => value switch
    {
        null => "<null>",
        string text => text,
        bool truth => truth ? "True" : "False",
        Type type => TypeName.Of(type),
        Exception exception => $"{exception.GetType().Name}: {exception.Message}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static void Write(StringBuilder text, object? value, int depth)
    {
        var shape = ValueInspection.Shape(value);
        if (shape == ValueShape.Text)
            text.Append(Simple(value));
        else if (depth == ValueInspection.DepthLimit)
            text.Append(TypeName.Of(value!.GetType()));
        else if (shape == ValueShape.Sequence)
            WriteItems(text, (IEnumerable)value!, depth);
        else
            WriteMembers(text, value!, depth);
    }

    private static void WriteItems(StringBuilder text, IEnumerable sequence, int depth)
    {
        var (items, more) = ValueInspection.Items(sequence);
        text.Append("[ ");
        for (int i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Write(text, items[i], depth + 1);
        }

        text.Append(more is null ? "" : $" ... {more}").Append(items.Count == 0 ? "]" : " ]");
    }

    private static void WriteMembers(StringBuilder text, object value, int depth)
    {
        text.Append(TypeName.Of(value.GetType())).Append(" { ");
        bool first = true;
        foreach (var (name, member) in ValueInspection.Members(value))
        {
            text.Append(first ? "" : ", ").Append(name).Append(" = ");
            Write(text, member, depth + 1);
            first = false;
        }

        text.Append(" }");
    }
}
