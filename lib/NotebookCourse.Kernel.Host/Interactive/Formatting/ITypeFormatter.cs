namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Writes values of a type in one media type.</summary>
public interface ITypeFormatter
{
    /// <summary>The media type, such as <c>text/html</c>.</summary>
    string MimeType { get; }

    /// <summary>The type whose values, and those of types derived from it, are written.</summary>
    Type Type { get; }

    /// <summary>Writes a value.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="context">Where to write.</param>
    /// <returns>False if this formatter does not want the value; nothing it wrote counts then.</returns>
    bool Format(object instance, FormatContext context);
}

/// <summary>Writes values of one type in one media type.</summary>
public interface ITypeFormatter<in T> : ITypeFormatter
{
    /// <summary>Writes a value.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="context">Where to write.</param>
    /// <returns>False if this formatter does not want the value.</returns>
    bool Format(T instance, FormatContext context);
}

/// <summary>Writes a value.</summary>
/// <param name="value">The value.</param>
/// <param name="context">Where to write.</param>
/// <returns>False if the value is not wanted; nothing that was written counts then.</returns>
public delegate bool FormatDelegate<in T>(T value, FormatContext context);
