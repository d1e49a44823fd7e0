using System.Runtime.InteropServices;
using NotebookCourse.Models;

namespace NotebookCourse.Training;

/// <summary>Turns a configuration's shape into a model of TorchSharp modules.</summary>
public static class ModelBuilding
{
    /// <summary>A model of this shape with fresh weights; seed with <c>torch.manual_seed</c>.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="vocabularySize">Tokens the tokenizer has.</param>
    /// <param name="context">Positions in training; the longest sequence where positions are learned.</param>
    /// <exception cref="InvalidDataException">No kind or several are given, or a shape is impossible; the message says why.</exception>
    public static LanguageModel Build(this ModelShape shape, int vocabularySize, int context)
    {
        int kinds = new object?[] { shape.Gpt, shape.Deepseek, shape.Rnn }.Count(kind => kind is not null);
        if (kinds != 1)
            throw new InvalidDataException($"\"model\" has {kinds} of gpt, deepseek and rnn; expected exactly one.");
        RequireMemory(shape.WeightCount(vocabularySize));
        try
        {
            return shape switch
            {
                { Gpt: { } gpt } => new GptModel(gpt.Config(vocabularySize, context)),
                { Rnn: { } rnn } => new RnnModel(vocabularySize, rnn.HiddenSize, rnn.Layers),
                _ => new DeepSeekModel(shape.DeepSeekConfig(vocabularySize)),
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

    private static void RequireMemory(Int128 weights)
    {
        long machine = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (weights > machine / sizeof(float))
            throw new InvalidDataException($"The model's shape is impossible here: its weights do not fit into memory ({weights:N0} of them take {(double)weights * 4e-9:N0} GB, and this machine has {machine * 1e-9:N0}). Give a smaller hidden_size or fewer layers.");
    }
}
