using System.Text.Json.Nodes;
using NotebookCourse.Accounting;
using NotebookCourse.Models;

namespace NotebookCourse.Training;

/// <summary>Which model a configuration builds: exactly one of the three is given.</summary>
public sealed record ModelShape
{
    private const int MostLayers = 10_000;

    /// <summary>A dense Transformer.</summary>
    public GptShape? Gpt { get; init; }

    /// <summary>A DeepSeek model: the fields of a Hugging Face <c>config.json</c>; <c>vocab_size</c> comes from the tokenizer.</summary>
    public JsonObject? Deepseek { get; init; }

    /// <summary>A recurrent model.</summary>
    public RnnShape? Rnn { get; init; }

    /// <summary>Checks that the sizes are some that a model can have.</summary>
    /// <exception cref="ArgumentException">One is not; the message names it.</exception>
    internal void Validate()
    {
        if (Gpt is { } gpt)
        {
            Require(gpt.HiddenSize, 1 << 16, "gpt.hidden_size");
            Require(gpt.Layers, MostLayers, "gpt.layers");
            Require(gpt.Heads, 1 << 16, "gpt.heads");
        }

        if (Rnn is { } rnn)
        {
            Require(rnn.HiddenSize, 1 << 16, "rnn.hidden_size");
            Require(rnn.Layers, MostLayers, "rnn.layers");
        }
    }

    /// <summary>About how many weights such a model has: right for DeepSeek, without norms and biases for the others.</summary>
    /// <param name="vocabularySize">Tokens the tokenizer has.</param>
    /// <exception cref="InvalidDataException">The DeepSeek configuration is impossible.</exception>
    internal Int128 WeightCount(int vocabularySize)
    {
        const long GptBlock = 12, LstmCell = 8; // matrices of hidden_size x hidden_size
        try
        {
            return this switch
            {
                { Gpt: { } gpt } => ((GptBlock * gpt.Layers * gpt.HiddenSize) + vocabularySize) * (Int128)gpt.HiddenSize,
                { Rnn: { } rnn } => ((LstmCell * rnn.Layers * rnn.HiddenSize) + vocabularySize) * (Int128)rnn.HiddenSize,
                { Deepseek: not null } when ParameterCount.Of(DeepSeekConfig(vocabularySize)) is var count => count.Total + count.Prediction,
                _ => 0,
            };
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"The model's shape is impossible: {error.Message}", error);
        }
    }

    /// <summary>The DeepSeek configuration, with the tokenizer's vocabulary.</summary>
    /// <param name="vocabularySize">Tokens the tokenizer has.</param>
    internal ModelConfig DeepSeekConfig(int vocabularySize)
    {
        var json = (JsonObject)Deepseek!.DeepClone();
        json["vocab_size"] = vocabularySize;
        return ModelConfigJson.Parse(json.ToJsonString(), "tiny", "\"deepseek\"");
    }

    private static void Require(int value, int most, string field)
    {
        if (value < 1 || value > most)
            throw new ArgumentException($"the model's shape is impossible: {field} is {value:N0}, expected 1 to {most:N0}.");
    }
}

/// <summary>A dense Transformer's shape.</summary>
/// <param name="HiddenSize">Width.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Heads">Heads.</param>
/// <param name="Style"><c>classic</c> (GPT-2 without biases, as nanoGPT's character models) or <c>modern</c> (RMSNorm, rotary, SwiGLU).</param>
public sealed record GptShape(int HiddenSize, int Layers, int Heads, string Style)
{
    internal GptConfig Config(int vocabularySize, int context) => Style switch
    {
        "classic" => GptConfig.Classic(vocabularySize, context, HiddenSize, Layers, Heads, bias: false),
        "modern" => GptConfig.Modern(vocabularySize, context, HiddenSize, Layers, Heads),
        _ => throw new ArgumentException($"the style '{Style}' is unknown; expected \"classic\" or \"modern\"."),
    };
}

/// <summary>A recurrent model's shape.</summary>
/// <param name="HiddenSize">Width of embedding and state.</param>
/// <param name="Layers">Cells on top of each other.</param>
public sealed record RnnShape(int HiddenSize, int Layers);
