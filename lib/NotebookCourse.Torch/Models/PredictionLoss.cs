using NotebookCourse.Layers;
using static TorchSharp.torch;

namespace NotebookCourse.Models;

/// <summary>The loss of looking more than one token ahead.</summary>
public static class PredictionLoss
{
    /// <summary>Logits of every prediction module: module k (from 1) at position i is about token i + k + 1.</summary>
    /// <param name="model">A model with prediction modules.</param>
    /// <param name="tokens">Int64 [batch, position]; longer than the number of modules.</param>
    /// <param name="hidden">What <see cref="DeepSeekDecoder"/> gave for these tokens, [batch, position, hidden].</param>
    /// <returns>One [batch, position - k, vocabulary] for each module k.</returns>
    /// <exception cref="ArgumentException">Too few tokens, or shapes that do not fit.</exception>
    public static Tensor[] Logits(DeepSeekModel model, Tensor tokens, Tensor hidden)
    {
        Shape.Require(tokens, "The tokens", Shape.Any, Shape.Any);
        Shape.RequireIds(tokens, "The token tensor", model.VocabularySize);
        long batch = tokens.shape[0], length = tokens.shape[1];
        Shape.Require(hidden, "The decoder's output", batch, length, model.Config.HiddenSize);
        int depth = model.Decoder.Predictions.Count;
        if (length <= depth)
            throw new ArgumentException($"The tokens have shape {Shape.Of(tokens)}, expected more than {depth} positions: that far ahead the modules look.");
        using var scope = NewDisposeScope();
        var logits = new Tensor[depth];
        Tensor predicted = hidden;
        for (int k = 1; k <= depth; k++)
        {
            MultiTokenPrediction module = model.Decoder.Predictions[k - 1];
            using RotaryAngles angles = model.Decoder.Angles(0, length - k);
            Tensor ahead = model.Decoder.Embedding.forward(tokens.narrow(1, k, length - k));       // token i + k for position i
            predicted = module.forward(predicted.narrow(1, 0, length - k), ahead, angles);
            logits[k - 1] = model.Head(module.Normalised(predicted)).MoveToOuterDisposeScope();
        }

        return logits;
    }

    /// <summary>lambda times the modules' mean cross-entropy (report, equations 24 and 25).</summary>
    /// <param name="model">A model with at least one prediction module.</param>
    /// <param name="tokens">Int64 [batch, position]; at least two longer than the number of modules.</param>
    /// <param name="hidden">What <see cref="DeepSeekDecoder"/> gave for these tokens.</param>
    /// <param name="lambda">Weight: 0.3 for V3's first 10T tokens, then 0.1. Range: at least 0.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The model has no prediction module, or there are too few tokens.</exception>
    public static Tensor Compute(DeepSeekModel model, Tensor tokens, Tensor hidden, double lambda = 0.3)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lambda);
        int depth = model.Decoder.Predictions.Count;
        if (depth == 0)
            throw new ArgumentException($"'{model.Config.Name}' has no prediction module: its num_nextn_predict_layers is 0.", nameof(model));
        using var scope = NewDisposeScope();
        Tensor[] logits = Logits(model, tokens, hidden);
        Tensor sum = zeros([], dtype: hidden.dtype, device: hidden.device);
        for (int k = 1; k <= depth; k++)
        {
            long predicted = tokens.shape[1] - k - 1;
            if (predicted < 1)
                throw new ArgumentException($"The tokens have shape {Shape.Of(tokens)}, expected at least {depth + 2} positions: module {k} predicts {k + 1} ahead.");
            Tensor guesses = logits[k - 1].narrow(1, 0, predicted).flatten(0, 1);                  // [batch * predicted, vocabulary]
            sum = sum + nn.functional.cross_entropy(guesses, tokens.narrow(1, k + 1, predicted).flatten());
        }

        return (sum * (lambda / depth)).MoveToOuterDisposeScope();
    }
}
