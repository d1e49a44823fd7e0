using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NotebookCourse.Kernel.Wire;

/// <summary>Reading and writing JSON without reflection, which would cost a tenth of a second at the start.</summary>
[JsonSourceGenerationOptions(AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ConnectionFile))]
[JsonSerializable(typeof(WireHeader))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class WireJson : JsonSerializerContext;
