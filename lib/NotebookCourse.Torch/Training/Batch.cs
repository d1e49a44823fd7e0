using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>What one step reads: windows of text, and the same windows one token later.</summary>
/// <param name="Inputs">Token ids, I64 [batch, position].</param>
/// <param name="Targets">The token that follows each, I64 [batch, position].</param>
/// <param name="Domains">From which domain each window came, in order of the sources; 0 where there is one.</param>
public sealed record Batch(Tensor Inputs, Tensor Targets, IReadOnlyList<int> Domains)
{
    /// <summary>Tokens that are predicted: batch times positions.</summary>
    public long TokenCount => Inputs.numel();

    /// <summary>A batch from windows of one token more than there are positions.</summary>
    /// <param name="windows">[batch][positions + 1].</param>
    /// <param name="domains">One for each window; all 0 if not given.</param>
    public static Batch Of(IReadOnlyList<ReadOnlyMemory<int>> windows, IReadOnlyList<int>? domains = null)
    {
        int positions = windows[0].Length - 1;
        long[] inputs = new long[windows.Count * positions], targets = new long[windows.Count * positions];
        for (int row = 0; row < windows.Count; row++)
        {
            ReadOnlySpan<int> window = windows[row].Span;
            for (int position = 0; position < positions; position++)
            {
                inputs[row * positions + position] = window[position];
                targets[row * positions + position] = window[position + 1];
            }
        }

        return new Batch(
            tensor(inputs, windows.Count, positions),
            tensor(targets, windows.Count, positions),
            domains ?? new int[windows.Count]);
    }
}
