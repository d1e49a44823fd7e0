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
