using System.Data;
using System.Text.Json;
using System.Text.Json.Serialization;
using NotebookCourse.Kernel.Formatting.Views;

namespace NotebookCourse.Kernel.Formatting;

/// <summary>Writes what System.Text.Json has no words for as it is shown: arrays by rank, tables by rows, foreign JSON as it is.</summary>
internal sealed class ViewJsonConverterFactory : JsonConverterFactory
{
    private static readonly string[] Libraries =
    [
        "Microsoft.Data.Analysis.DataFrame", "Newtonsoft.Json.Linq.JToken", "MathNet.Numerics.LinearAlgebra.Matrix`1",
        "System.Numerics.Tensors.Tensor`1", "Microsoft.ML.OnnxRuntime.Tensors.Tensor`1",
    ];

    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) =>
        (typeToConvert.IsArray && typeToConvert.GetArrayRank() > 1)
        || typeof(DataTable).IsAssignableFrom(typeToConvert) || typeof(DataView).IsAssignableFrom(typeToConvert) || typeof(DataSet).IsAssignableFrom(typeToConvert)
        || typeof(DataRow).IsAssignableFrom(typeToConvert) || typeof(DataRowView).IsAssignableFrom(typeToConvert) || typeof(IDataRecord).IsAssignableFrom(typeToConvert)
        || DuckType.Is(typeToConvert, Libraries);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : notnull
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException($"{TypeName.Of(typeToConvert)} is only written here.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => WriteView(writer, ValueViews.Of(value, ViewLimits.None), options);
    }

    private static void WriteView(Utf8JsonWriter writer, ValueView view, JsonSerializerOptions options)
    {
        switch (view)
        {
            case JsonView json:
                writer.WriteRawValue(json.Compact);
                break;
            case ItemsView items:
                WriteArray(writer, items.Items, item => WriteItem(writer, item, options));
                break;
            case MatrixView matrix:
                WriteArray(writer, matrix.Rows, row => WriteArray(writer, row, cell => WriteItem(writer, cell, options)));
                break;
            case TableView table:
                WriteArray(writer, table.Rows, row => WriteObject(writer, table.Columns.Zip(row), options));
                break;
            case PairsView pairs:
                WriteObject(writer, pairs.Pairs.Select(pair => (ValueViews.Simple(pair.Key), pair.Value)), options);
                break;
            case TextView text:
                writer.WriteStringValue(text.Text);
                break;
            default:
                throw new NotSupportedException($"there is no JSON for {view.GetType().Name}.");
        }
    }

    private static void WriteArray<T>(Utf8JsonWriter writer, IReadOnlyList<T> items, Action<T> write)
    {
        writer.WriteStartArray();
        foreach (var item in items)
            write(item);
        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, IEnumerable<(string Name, object? Value)> members, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            WriteItem(writer, value, options);
        }

        writer.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter writer, object? value, JsonSerializerOptions options)
    {
        if (value is Grid grid)
            WriteView(writer, grid.View(ViewLimits.None), options);
        else if (value is null or DBNull)
            writer.WriteNullValue();
        else
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
    }
}
