namespace NotebookCourse.Training;

/// <summary>The constants of AdamW.</summary>
/// <param name="Beta1">Memory of the first moment. Range: 0 to below 1.</param>
/// <param name="Beta2">Memory of the second moment. Range: 0 to below 1.</param>
/// <param name="WeightDecay">Pull of the matrices towards 0, times the learning rate. Range: 0 or above.</param>
/// <param name="Epsilon">Added to the root of the second moment. Range: above 0.</param>
public sealed record AdamWOptions(double Beta1 = 0.9, double Beta2 = 0.95, double WeightDecay = 0.1, double Epsilon = 1e-8);
