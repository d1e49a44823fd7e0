using System.Numerics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using NotebookCourse.Kernel.Formatting.Views;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>Writes what is a name or a number, and System.Text.Json refuses or takes apart, as the text that stands for it.</summary>
internal sealed class TextJsonConverterFactory : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert == typeof(BigInteger) || typeToConvert == typeof(Complex) || typeToConvert == typeof(nint) || typeToConvert == typeof(nuint)
        || typeof(MemberInfo).IsAssignableFrom(typeToConvert) || typeof(Assembly).IsAssignableFrom(typeToConvert)
        || typeof(Delegate).IsAssignableFrom(typeToConvert) || typeof(Exception).IsAssignableFrom(typeToConvert);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : notnull
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException($"{TypeName.Of(typeToConvert)} is only written here.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            string text = ValueViews.Simple(value);
            if (value is BigInteger or nint or nuint)
                writer.WriteRawValue(text);
            else
                writer.WriteStringValue(text);
        }
    }
}
