using System.Runtime.InteropServices;

namespace NotebookCourse.Inference;

/// <summary>What multi-token prediction keeps between guesses: the model's final vector at every position, and how far it has caught up.</summary>
internal sealed unsafe class PredictionModule(PredictionWeights weights, int hidden, int capacity, int tokensAtOnce) : IDisposable
{
    private readonly float[] _joined = new float[tokensAtOnce * 2 * hidden];
    private float* _finals = (float*)NativeMemory.AllocZeroed((nuint)capacity * (nuint)hidden, sizeof(float)); // touched only as it fills

    /// <summary>The module's weights.</summary>
    public PredictionWeights Weights { get; } = weights;

    /// <summary>Most positions at once.</summary>
    public int TokensAtOnce => tokensAtOnce;

    /// <summary>Positions whose keys are in the module's cache.</summary>
    public int Caught { get; set; }

    /// <summary>All inputs of the projection, [position, 2 * hidden].</summary>
    public ReadOnlySpan<float> AllJoined => _joined;

    /// <summary>One input of the projection, [2 * hidden].</summary>
    public Span<float> Joined(int i) => _joined.AsSpan(i * 2 * hidden, 2 * hidden);

    /// <summary>The model's final vector at a position.</summary>
    public ReadOnlySpan<float> Final(int position) => new(_finals + ((long)position * hidden), hidden);

    /// <summary>Keeps final vectors.</summary>
    public void Remember(ReadOnlySpan<float> finals, int start) => finals.CopyTo(new Span<float>(_finals + ((long)start * hidden), finals.Length));

    public void Dispose()
    {
        NativeMemory.Free(_finals);
        _finals = null;
    }
}
