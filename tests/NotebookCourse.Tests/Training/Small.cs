using NotebookCourse.Models;
using NotebookCourse.Text;
using NotebookCourse.Training;
using TorchSharp;

namespace NotebookCourse.Tests.Training;

/// <summary>A model, data and a recipe small enough that a step takes a millisecond.</summary>
internal static class Small
{
    public const int Context = 16;

    public static string Text { get; } = string.Concat(Enumerable.Range(0, 400).Select(i => $"{i} and {i + 1} make {2 * i + 1}.\n"));

    public static CharacterTokenizer Tokenizer { get; } = CharacterTokenizer.FromText(Text);

    public static TokenStream Stream => TokenStream.Of(Text, Tokenizer);

    public static GptModel Model(long seed = 1)
    {
        torch.random.manual_seed(seed);
        return new GptModel(GptConfig.Classic(Tokenizer.VocabularySize, Context, 16, 2, 2, bias: false));
    }

    public static TrainingRecipe Recipe(long steps = 20) => new()
    {
        Steps = steps,
        Rate = new CosineRate(3e-3, 3e-4, 5, steps),
        ValidationBatches = 3,
        ValidateEvery = 10,
    };

    public static RandomWindows Windows(int batch = 4, long seed = 7) => new(Stream, batch, Context, seed);

    public static Trainer Trainer(LanguageModel model, TrainingRecipe? recipe = null, BatchSource? source = null, bool readable = false, bool bfloat16 = false) =>
        new(new Learner(model) { BFloat16Products = bfloat16 }, source ?? Windows(), Windows(seed: 8), recipe ?? Recipe(), readable);

    /// <summary>All weights of a model strung together.</summary>
    public static float[] Weights(LanguageModel model) => [.. model.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
}
