using Markdig.Extensions.CustomContainers;
using Markdig.Syntax;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>An English block and the Chinese block right after it.</summary>
internal static class ProsePairs
{
    /// <summary>Reads the pair that starts at <paramref name="index"/>, and leaves the index at its last block.</summary>
    public static ProsePart? Read(IReadOnlyList<Block> blocks, ref int index, SourceText source, Action<int, string> problem)
    {
        var first = (CustomContainer)blocks[index];
        if (first.Info == "zh")
        {
            problem(first.Line + 1, "'::: zh' without its English; expected a '::: en' block right before it");
            return null;
        }

        if (index + 1 >= blocks.Count || blocks[index + 1] is not CustomContainer { Info: "zh" } second)
        {
            problem(first.Line + 1, "'::: en' is not followed by its '::: zh'; expected the same passage in Chinese right after it");
            return null;
        }

        index++;
        string english = source.Inside(first);
        string chinese = source.Inside(second);
        if (english.Length == 0 || chinese.Length == 0)
            problem((english.Length == 0 ? first : second).Line + 1, "the block is empty; expected prose");
        return new ProsePart(first.Line + 1, english, chinese);
    }
}
