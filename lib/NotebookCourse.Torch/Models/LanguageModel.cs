using NotebookCourse.Attention;
using NotebookCourse.Layers;
using static TorchSharp.torch;

namespace NotebookCourse.Models;

/// <summary>Reads token ids and says, at every position, how likely each token is to come next.</summary>
public abstract class LanguageModel : NamedModule
{
    /// <summary>Sets the sizes every model has.</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="vocabularySize">Number of tokens.</param>
    /// <param name="maxPositions">Longest sequence.</param>
    protected LanguageModel(string name, int vocabularySize, int maxPositions) : base(name)
        => (VocabularySize, MaxPositions) = (vocabularySize, maxPositions);

    /// <summary>Number of tokens the model knows; ids run from 0 to one less.</summary>
    public int VocabularySize { get; }

    /// <summary>Longest sequence the model is made for, in tokens.</summary>
    public int MaxPositions { get; }

    /// <summary>An empty cache for one call after another.</summary>
    /// <param name="form">For models with latent attention: what the cache keeps.</param>
    public abstract ModelCache NewCache(LatentForm form = LatentForm.Absorbed);

    /// <summary>Logits at every position.</summary>
    /// <param name="tokens">Int64 [batch, position].</param>
    /// <returns>[batch, position, vocabulary]: before softmax.</returns>
    public override Tensor forward(Tensor tokens) => forward(tokens, new ForwardOptions());

    /// <summary>Logits, with options.</summary>
    /// <param name="tokens">Int64 [batch, position]; with a cache, the new tokens only.</param>
    /// <param name="options">Cache, mask, probe and so on.</param>
    /// <returns>[batch, position, vocabulary], or [batch, 1, vocabulary] for the last position only.</returns>
    /// <exception cref="ArgumentException">The tokens are not Int64 [batch, position], out of the vocabulary, or too many.</exception>
    public abstract Tensor forward(Tensor tokens, ForwardOptions options);

    /// <summary>Checks the tokens.</summary>
    /// <param name="tokens">Int64 [batch, position].</param>
    /// <param name="options">As for the call.</param>
    /// <returns>The position of the first token.</returns>
    /// <exception cref="ArgumentException">As for the call.</exception>
    protected long Start(Tensor tokens, ForwardOptions options)
    {
        Shape.Require(tokens, "The token tensor", Shape.Any, Shape.Any);
        Shape.RequireIds(tokens, "The token tensor", VocabularySize);
        long start = options.Cache?.Length ?? 0;
        if (tokens.shape[1] < 1 || start + tokens.shape[1] > MaxPositions)
            throw new ArgumentException($"{tokens.shape[1]} tokens after {start} in the cache, expected 1 to {MaxPositions} together: the model's longest sequence.");
        return start;
    }
}
