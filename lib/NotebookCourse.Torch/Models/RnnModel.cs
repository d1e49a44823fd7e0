using NotebookCourse.Attention;
using NotebookCourse.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Models;

/// <summary>
/// A language model without attention: an LSTM reads one token after another and has to carry all it wants to remember
/// in a state of fixed size (Hochreiter and Schmidhuber 1997).
/// </summary>
public sealed class RnnModel : LanguageModel
{
    /// <summary>No position is too far for an RNN, only too long ago; a limit for counting.</summary>
    private const int NoLimit = 1 << 24;

    private readonly Embedding _embedding;
    private readonly LSTM _cells;
    private readonly Linear _head;

    /// <summary>Fresh weights: cells as torch draws them, embedding and head from a normal distribution of width 0.02.</summary>
    /// <param name="vocabularySize">Number of tokens. Range: at least 1.</param>
    /// <param name="hiddenSize">Width of embedding and state. Range: at least 1.</param>
    /// <param name="layers">Cells on top of each other. Range: at least 1.</param>
    public RnnModel(int vocabularySize, int hiddenSize, int layers) : base(nameof(RnnModel), vocabularySize, NoLimit)
    {
        if (vocabularySize < 1 || hiddenSize < 1 || layers < 1)
            throw new ArgumentException($"A recurrent model of {layers} layers, {hiddenSize} wide, for {vocabularySize} tokens; expected 1 or more of each.");
        _embedding = nn.Embedding(vocabularySize, hiddenSize);
        _cells = nn.LSTM(hiddenSize, hiddenSize, layers, batchFirst: true);
        _head = nn.Linear(hiddenSize, vocabularySize, hasBias: false);
        register_module("embed_tokens", _embedding);
        register_module("cells", _cells);
        register_module("lm_head", _head);
        Initialization.Normal(_embedding, 0.02);
        Initialization.Normal(_head, 0.02);
    }

    /// <inheritdoc/>
    public override ModelCache NewCache(LatentForm form = LatentForm.Absorbed) => new([new RecurrentState()]);

    /// <inheritdoc/>
    public override Tensor forward(Tensor tokens, ForwardOptions options)
    {
        if (options.LayerOrder is not null)
        {
            throw new ArgumentException($"The layer order [{string.Join(", ", options.LayerOrder)}] was given to a recurrent model, "
                + "whose layers run as one; expected a GptModel or a DeepSeekModel.");
        }

        if (options.Mask is { } mask)
        {
            throw new ArgumentException($"A mask of shape [{string.Join(", ", mask.shape)}] was given to a recurrent model; expected none: "
                + "its state has passed through every token before, so it cannot leave one out. Drop the mask, or take a GptModel.");
        }

        Start(tokens, options);
        using var scope = NewDisposeScope();
        Tensor embedded = options.Probe.Show("embedding.output", _embedding.forward(tokens));      // [batch, position, hidden]
        var state = options.Cache?.Layers[0] as RecurrentState;
        (Tensor output, Tensor hidden, Tensor cell) = _cells.forward(embedded, state?.Latest);
        state?.Append(tokens.shape[1], hidden, cell);
        if (options.LastPositionOnly)
            output = output.narrow(1, output.shape[1] - 1, 1);
        output = options.Probe.Show("final_norm.output", output);
        return options.Probe.Show("logits", _head.Product(output)).MoveToOuterDisposeScope();
    }
}
