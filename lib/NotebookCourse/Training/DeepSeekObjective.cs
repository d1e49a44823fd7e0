namespace NotebookCourse.Training;

/// <summary>What a DeepSeek model's training adds to the next token's cross-entropy.</summary>
/// <param name="PredictionWeight">λ of the multi-token-prediction loss; 0.3, later 0.1 in V3. Range: 0 or above.</param>
/// <param name="BalanceWeight">α of the sequence-wise balance loss; 0.0001 in V3. Range: 0 or above.</param>
/// <param name="BiasUpdateSpeed">γ of the router's bias update between steps; 0.001 in V3. Range: 0 or above.</param>
public sealed record DeepSeekObjective(double PredictionWeight = 0.3, double BalanceWeight = 0.0001, double BiasUpdateSpeed = 0.001);
