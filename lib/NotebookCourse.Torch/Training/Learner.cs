using NotebookCourse.Layers;
using NotebookCourse.Models;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>A model and what it is trained for: how a batch becomes a loss, and what happens between steps.</summary>
/// <remarks>The base class is all that a dense model needs: mean cross-entropy of the next token, nothing between steps.</remarks>
/// <param name="model">The model; its parameters are trained. Owned by the caller.</param>
public class Learner(LanguageModel model)
{
    /// <summary>The model.</summary>
    public LanguageModel Model { get; } = model;

    /// <summary>Whether training does the products of linear layers in BF16; validation never does. See <see cref="ProductChoice"/>.</summary>
    public bool BFloat16Products { get; set; }

    /// <summary><see cref="Loss"/>, with products as <see cref="BFloat16Products"/> says.</summary>
    /// <param name="batch">The batch.</param>
    public Tensor TrainingLoss(Batch batch)
    {
        using var products = MatrixProducts.InBFloat16(BFloat16Products);
        return Loss(batch);
    }

    /// <summary>The model's answer to a batch: logits, [batch, position, vocabulary]. Override it to change what the model does.</summary>
    /// <param name="batch">The batch.</param>
    public virtual Tensor Logits(Batch batch) => Model.forward(batch.Inputs);

    /// <summary>What training minimises on a batch; a scalar with gradients.</summary>
    /// <param name="batch">The batch.</param>
    public virtual Tensor Loss(Batch batch) => NextTokenLoss(batch);

    /// <summary>
    /// What validation reports: mean cross-entropy of the next token, nats; a scalar. Extra terms of
    /// <see cref="Loss"/> have no place in it.
    /// </summary>
    /// <param name="batch">The batch.</param>
    public Tensor NextTokenLoss(Batch batch) => CrossEntropy(Logits(batch), batch.Targets);

    /// <summary>Called after every optimizer step.</summary>
    public virtual void AfterStep()
    {
    }

    /// <summary>
    /// Mean over all positions of -log p(target), from logits (not from probabilities, whose logarithm would overflow).
    /// </summary>
    /// <param name="logits">[batch, position, vocabulary].</param>
    /// <param name="targets">I64 [batch, position].</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets)
    {
        if (logits.dim() != 3 || targets.dim() != 2 || logits.shape[0] != targets.shape[0] || logits.shape[1] != targets.shape[1])
            throw new ArgumentException($"Logits of shape [{string.Join(", ", logits.shape)}] and targets of shape [{string.Join(", ", targets.shape)}]; expected [batch, position, vocabulary] and [batch, position].");
        return nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten()); // [batch * position, vocabulary]
    }
}
