namespace NotebookCourse.Precision;

/// <summary>Which numbers a scale may be.</summary>
public enum ScaleKind
{
    /// <summary>Any float: amax / largest value of the format. DeepSeek-V3's weights.</summary>
    Float32,

    /// <summary>A power of two (UE8M0), rounded up so that nothing saturates. Multiplying by it changes no fraction bit.</summary>
    PowerOfTwo,
}
