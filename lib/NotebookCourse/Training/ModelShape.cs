using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using NotebookCourse.Accounting;
using NotebookCourse.Models;

namespace NotebookCourse.Training;

/// <summary>Which model a configuration builds: exactly one of the three is given.</summary>
public sealed record ModelShape
{
    /// <summary>A dense Transformer.</summary>
    public GptShape? Gpt { get; init; }

    /// <summary>A DeepSeek model: the fields of a Hugging Face <c>config.json</c>; <c>vocab_size</c> comes from the tokenizer.</summary>
    public JsonObject? Deepseek { get; init; }

    /// <summary>A recurrent model.</summary>
    public RnnShape? Rnn { get; init; }

    /// <summary>A model of this shape with fresh weights; seed with <c>torch.manual_seed</c>.</summary>
    /// <param name="vocabularySize">Tokens the tokenizer has.</param>
    /// <param name="context">Positions in training; the longest sequence where positions are learned.</param>
    /// <exception cref="InvalidDataException">No kind or several are given, or a shape is impossible; the message says why.</exception>
    public LanguageModel Build(int vocabularySize, int context)
    {
        int kinds = new object?[] { Gpt, Deepseek, Rnn }.Count(kind => kind is not null);
        if (kinds != 1)
            throw new InvalidDataException($"\"model\" has {kinds} of gpt, deepseek and rnn; expected exactly one.");
        try
        {
            return this switch
            {
                { Gpt: { } gpt } => new GptModel(gpt.Config(vocabularySize, context)),
                { Rnn: { } rnn } => new RnnModel(vocabularySize, rnn.HiddenSize, rnn.Layers),
                _ => new DeepSeekModel(DeepSeekConfig(vocabularySize)),
            };
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"The model's shape is impossible: {error.Message}", error);
        }
        catch (ExternalException error) // torch's, when it gets no memory
        {
            throw new InvalidDataException($"The model's shape is impossible here: its weights do not fit into memory ({error.Message.Split('\n')[0]}). Give a smaller hidden_size or fewer layers.", error);
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
