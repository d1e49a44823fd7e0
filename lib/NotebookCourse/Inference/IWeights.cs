namespace NotebookCourse.Inference;

/// <summary>A model's weights by their Hugging Face names, wherever they lie.</summary>
internal interface IWeights : IDisposable
{
    /// <summary>Whether there is a weight of this name.</summary>
    bool Contains(string name);

    /// <summary>A matrix, without a copy.</summary>
    /// <exception cref="InvalidDataException">There is none, it has another shape, or a type that cannot be multiplied.</exception>
    Matrix Matrix(string name, int rows, int columns);

    /// <summary>A vector of norms or biases as floats.</summary>
    /// <exception cref="InvalidDataException">There is none, or it has another length.</exception>
    float[] Vector(string name, int length);

    /// <summary>The up-projection of latent attention's keys and values, by head.</summary>
    LatentUp LatentUp(string prefix, int heads, int content, int value, int rank);
}

/// <summary>
/// W^UK and W^UV of latent attention (DeepSeek-V3 report, equations 2 and 5), by head.
/// </summary>
/// <param name="Keys">A head's W^UK: [content, rank], or [rank, content] where <paramref name="KeysByRank"/>.</param>
/// <param name="KeysByRank">Whether the keys' matrices are stored the other way round, as GGUF files do.</param>
/// <param name="Values">A head's W^UV: [value, rank].</param>
internal sealed record LatentUp(Matrix[] Keys, bool KeysByRank, Matrix[] Values);
