namespace NotebookCourse.Inference;

/// <summary>What one thread needs for the attention of one head after another, and the products on it.</summary>
/// <param name="capacity">Most keys.</param>
internal unsafe class HeadWorkspace(int capacity)
{
    /// <summary>One query's scores.</summary>
    public float[] Scores { get; } = new float[capacity];

    /// <summary>The products.</summary>
    protected Kernels Kernels { get; } = Kernels.Best;

    /// <summary>y = W x.</summary>
    public void Rows(in Matrix matrix, ReadOnlySpan<float> x, Span<float> y)
    {
        fixed (float* input = x, output = y)
            Kernels.Rows(matrix, 0, matrix.Rows, input, output);
    }

    /// <summary>y += Wᵀ x.</summary>
    public void Columns(in Matrix matrix, ReadOnlySpan<float> x, Span<float> y)
    {
        fixed (float* input = x, output = y)
            Kernels.Columns(matrix, 0, matrix.Columns, input, output);
    }
}
