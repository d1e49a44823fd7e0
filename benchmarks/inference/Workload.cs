using NotebookCourse.Inference;
using NotebookCourse.Sampling;
using NotebookCourse.Training;

namespace NotebookCourse.Benchmarks;

/// <summary>What is asked of every engine.</summary>
internal static class Workload
{
    /// <summary>Reads a prompt and decodes greedily after it.</summary>
    public static void Decode(InferenceSession session, int from, int tokens)
    {
        session.Truncate(0);
        session.Read(Tokens(from, session.VocabularySize));
        DecodeOn(session, from, tokens);
    }

    /// <summary>Decodes greedily after a prompt that has been read.</summary>
    public static void DecodeOn(InferenceSession session, int from, int tokens)
    {
        session.Truncate(from);
        int token = 1;
        for (int i = 0; i < tokens; i++)
            token = Greedy.Choose(session.Read(new ReadOnlySpan<int>(in token)));
    }

    /// <summary>The same on our TorchSharp model.</summary>
    public static void DecodeWithTorch(CachedModel model, int from, int tokens)
    {
        List<int> text = [.. Tokens(from, model.VocabularySize)];
        for (int i = 0; i < tokens; i++)
            text.Add(Greedy.Choose(model.NextLogits([.. text])));
    }

    /// <summary>Ids that mean nothing and repeat rarely.</summary>
    public static int[] Tokens(int count, int vocabulary) => [.. Enumerable.Range(0, count).Select(i => ((i * i * 7) + i) % vocabulary)];
}
