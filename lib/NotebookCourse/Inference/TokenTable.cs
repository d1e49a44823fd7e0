using NotebookCourse.Text;
using NotebookCourse.Training;

namespace NotebookCourse.Inference;

/// <summary>The bytes of every row of a model's vocabulary: rows that belong to no token, and marks, show nothing.</summary>
public static class TokenTable
{
    private static readonly string[] EndMarks = ["<｜end▁of▁sentence｜>", "<|endoftext|>", "<|end_of_text|>", "</s>"];

    /// <summary>The bytes of each token, shape [vocabulary].</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="vocabularySize">The model's vocabulary, often rounded up.</param>
    /// <exception cref="ArgumentException">The tokenizer knows more tokens than the model has rows.</exception>
    public static IReadOnlyList<byte[]> Of(ITokenizer tokenizer, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (tokenizer.VocabularySize > vocabularySize)
            throw new ArgumentException($"The tokenizer has {tokenizer.VocabularySize} tokens, the model {vocabularySize}; they do not belong together.", nameof(tokenizer));
        byte[][] bytes = [.. TrainedModels.TokenBytes(tokenizer), .. Enumerable.Repeat<byte[]>([], vocabularySize - tokenizer.VocabularySize)];
        foreach (AddedToken mark in (tokenizer as BpeTokenizer)?.Vocabulary.AddedTokens ?? [])
            bytes[mark.Id] = [];
        return bytes;
    }

    /// <summary>The token that ends a text; null where the tokenizer has none of the usual spellings.</summary>
    public static int? EndOf(ITokenizer? tokenizer)
        => (tokenizer as BpeTokenizer)?.Vocabulary.AddedTokens.FirstOrDefault(token => EndMarks.Contains(token.Content))?.Id;
}
