namespace NotebookCourse.Accounting;

/// <summary>The parts of a language model that its parameters are counted by.</summary>
public enum ModelComponent
{
    /// <summary>The table that turns token ids into vectors.</summary>
    Embedding,

    /// <summary>Projections into and out of attention, with their biases.</summary>
    Attention,

    /// <summary>Norms on the compressed query and the compressed key-value vector (latent attention).</summary>
    LatentNorms,

    /// <summary>The two norms of every block.</summary>
    BlockNorms,

    /// <summary>Feed-forward layers that every token visits whole.</summary>
    DenseFeedForward,

    /// <summary>The matrix whose rows experts are chosen by.</summary>
    Router,

    /// <summary>The router's correction biases: set by a rule, not by gradients (DeepSeek-V3).</summary>
    RouterBias,

    /// <summary>Experts that every token visits.</summary>
    SharedExperts,

    /// <summary>Experts of which each token visits a few.</summary>
    RoutedExperts,

    /// <summary>The norm before the output head.</summary>
    FinalNorm,

    /// <summary>The matrix that turns vectors into logits; nothing where it is the embedding table.</summary>
    OutputHead,

    /// <summary>What joins a prediction module to the model: the projection of two vectors to one, and three norms.</summary>
    PredictionJoint,
}
