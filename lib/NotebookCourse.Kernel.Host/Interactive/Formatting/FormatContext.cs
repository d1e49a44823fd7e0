namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Where a formatter writes.</summary>
/// <param name="writer">Receives the text.</param>
public class FormatContext(TextWriter writer) : IDisposable
{
    /// <summary>Receives the text.</summary>
    public TextWriter Writer { get; } = writer ?? throw new ArgumentNullException(nameof(writer));

    /// <summary>How deep the value stands in the one that is shown; a formatter is always given a value by itself.</summary>
    public int Depth => 0;

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);
}
