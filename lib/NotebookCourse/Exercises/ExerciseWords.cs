using System.Text.Json;

namespace NotebookCourse.Exercises;

/// <summary>An exercise's title and the questions that point at its mistakes, from <c>data/exercises</c> (made from the lessons' sources).</summary>
internal static class ExerciseWords
{
    /// <summary>The title in the notebook's language; the name itself of an exercise that no lesson has.</summary>
    public static string Title(string exercise)
    {
        try
        {
            return Find(exercise, entry => entry.GetProperty("title")) ?? exercise;
        }
        catch (FileNotFoundException)
        {
            return exercise; // the course's data are elsewhere: its name is still right
        }
    }

    /// <summary>The question in the notebook's language, or what to do if the exercise has none of that id.</summary>
    public static string Hint(string exercise, string id)
    {
        try
        {
            return Find(exercise, entry => entry.GetProperty("hints").TryGetProperty(id, out JsonElement hint) ? hint : null) ?? Language.Pick(
                $"(hint '{id}': its text is not in data/exercises; 'dotnet course.cs build' writes it there)",
                $"（提示「{id}」的文字不在 data/exercises 里；运行 dotnet course.cs build 可以生成）");
        }
        catch (FileNotFoundException missing)
        {
            return missing.Message;
        }
    }

    private static string? Find(string exercise, Func<JsonElement, JsonElement?> part)
    {
        foreach (string file in Directory.EnumerateFiles(CourseData.Path("exercises"), "*.json").Order(StringComparer.Ordinal))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (document.RootElement.TryGetProperty(exercise, out JsonElement entry) && part(entry) is { } texts)
                return texts.GetProperty(Language.Current).GetString();
        }

        return null;
    }
}
