using NotebookCourse.Sampling;

namespace NotebookCourse.Tests.Sampling;

/// <summary>A model whose next-token probabilities are a table by the last token.</summary>
internal sealed class TableModel(double[][] table, int contextLength = int.MaxValue) : INextTokenModel
{
    public int VocabularySize => table.Length;

    public int ContextLength => contextLength;

    public float[][] Logits(ReadOnlySpan<int> tokens, int first)
    {
        Assert.InRange(tokens.Length, 1, contextLength);
        return [.. tokens[first..].ToArray().Select(token => table[token].Select(p => (float)Math.Log(p)).ToArray())];
    }

    public static TableModel Random(int seed, int vocabulary, int contextLength = int.MaxValue)
    {
        var random = new Random(seed);
        return new TableModel([.. Enumerable.Range(0, vocabulary).Select(_ => Row())], contextLength);

        double[] Row()
        {
            double[] weights = [.. Enumerable.Range(0, vocabulary).Select(_ => Math.Exp(2 * random.NextDouble()))];
            double sum = weights.Sum();
            return [.. weights.Select(weight => weight / sum)];
        }
    }
}
