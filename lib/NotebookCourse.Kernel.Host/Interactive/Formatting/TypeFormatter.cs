namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A formatter of one type.</summary>
/// <param name="type">The type; null means <typeparamref name="T"/>.</param>
public abstract class TypeFormatter<T>(Type? type = null) : ITypeFormatter<T>
{
    /// <inheritdoc/>
    public Type Type { get; } = type ?? typeof(T);

    /// <inheritdoc/>
    public abstract string MimeType { get; }

    /// <inheritdoc/>
    public abstract bool Format(T instance, FormatContext context);

    /// <inheritdoc/>
    public bool Format(object instance, FormatContext context) => Format((T)instance, context);
}

/// <summary>A formatter made of a function.</summary>
internal sealed class FunctionFormatter<T>(FormatDelegate<T> format, string mimeType, Type? type = null) : TypeFormatter<T>(type)
{
    public override string MimeType => mimeType;

    public override bool Format(T instance, FormatContext context) => format(instance, context);
}

/// <summary>A formatter that writes <c>text/html</c>.</summary>
/// <param name="format">Writes a value.</param>
public class HtmlFormatter<T>(FormatDelegate<T> format) : TypeFormatter<T>
{
    /// <summary>A formatter that takes every value.</summary>
    public HtmlFormatter(Action<T, FormatContext> format)
        : this((value, context) => Always(() => format(value, context)))
    {
    }

    /// <summary>A formatter that makes the markup as one text.</summary>
    public HtmlFormatter(Func<T, string> format)
        : this((value, context) => Always(() => context.Writer.Write(format(value))))
    {
    }

    /// <inheritdoc/>
    public override string MimeType => HtmlFormatter.MimeType;

    /// <inheritdoc/>
    public override bool Format(T instance, FormatContext context) => format(instance, context);

    private static bool Always(Action write)
    {
        write();
        return true;
    }
}

/// <summary>A formatter that writes <c>text/plain</c>.</summary>
/// <param name="format">Writes a value.</param>
public class PlainTextFormatter<T>(FormatDelegate<T> format) : TypeFormatter<T>
{
    /// <summary>A formatter that makes the text.</summary>
    public PlainTextFormatter(Func<T, string> format)
        : this((value, context) => Write(context, format(value)))
    {
    }

    /// <inheritdoc/>
    public override string MimeType => PlainTextFormatter.MimeType;

    /// <inheritdoc/>
    public override bool Format(T instance, FormatContext context) => format(instance, context);

    private static bool Write(FormatContext context, string text)
    {
        context.Writer.Write(text);
        return true;
    }
}
