namespace NotebookCourse.Accounting;

/// <summary>Which part of a released checkpoint a tensor belongs to.</summary>
public enum ModelPart
{
    /// <summary>The model itself.</summary>
    Main,

    /// <summary>A multi-token-prediction module's own weights (V3 report, section 2.2).</summary>
    Prediction,

    /// <summary>Copies of the embedding and the head that the file repeats under each prediction module.</summary>
    PredictionCopies,
}
