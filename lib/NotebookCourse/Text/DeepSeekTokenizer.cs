namespace NotebookCourse.Text;

/// <summary>
/// DeepSeek-V3's own tokenizer: 3 marks, 256 bytes and 127,741 merges with ids 0 to 127,999, then 815 more added
/// tokens up to 128,814. (The model's embedding has 129,280 rows; the last 465 belong to no token.)
/// </summary>
/// <remarks>The vocabulary is vendored in <c>data/tokenizers/deepseek-v3</c>; its README says where it comes from.</remarks>
public static class DeepSeekTokenizer
{
    private static readonly Lazy<BpeTokenizer> Loaded = new(
        () => TokenizerFile.Load(CourseData.Path("tokenizers", "deepseek-v3", "tokenizer.bpe.gz")));

    /// <summary>The tokenizer, read from the course's data on first use and then kept.</summary>
    /// <exception cref="FileNotFoundException">The course's data folder is not where it is looked for.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static BpeTokenizer Instance => Loaded.Value;
}
