using System.Text.Json;

namespace NotebookCourse.Exercises;

/// <summary>The questions that point at mistakes, from <c>data/exercises</c> (made from the lessons' sources).</summary>
internal static class Hints
{
    /// <summary>The question in the notebook's language, or what to do if the exercise has none of that id.</summary>
    public static string Find(string exercise, string id)
    {
        string folder;
        try
        {
            folder = CourseData.Path("exercises");
        }
        catch (FileNotFoundException missing)
        {
            return missing.Message;
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            if (Find(file, exercise, id) is { } hint)
                return hint;
        }

        return Language.Pick(
            $"(hint '{id}': its text is not in data/exercises; 'dotnet course.cs build' writes it there)",
            $"（提示「{id}」的文字不在 data/exercises 里；运行 dotnet course.cs build 可以生成）");
    }

    private static string? Find(string file, string exercise, string id)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.TryGetProperty(exercise, out JsonElement entry)
            && entry.GetProperty("hints").TryGetProperty(id, out JsonElement texts)
            ? texts.GetProperty(Language.Current).GetString()
            : null;
    }
}
