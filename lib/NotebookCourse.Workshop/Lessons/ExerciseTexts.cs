using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>The titles and hints of a lesson's exercises as the library reads them: <c>data/exercises/NN-name.json</c>.</summary>
internal static class ExerciseTexts
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string File(CourseFolder course, Lesson lesson) => Path.Combine(course.Data, "exercises", $"{lesson.Id}.json");

    public static byte[] Write(Lesson lesson)
    {
        var exercises = new JsonObject();
        foreach (ExercisePart exercise in lesson.Exercises)
        {
            var hints = new JsonObject();
            foreach (Hint hint in exercise.Hints)
                hints[hint.Id] = new JsonObject { ["en"] = hint.English, ["zh"] = hint.Chinese };
            exercises[exercise.Name] = new JsonObject
            {
                ["title"] = new JsonObject { ["en"] = exercise.Title(Language.English) ?? exercise.Name, ["zh"] = exercise.Title(Language.Chinese) ?? exercise.Name },
                ["difficulty"] = exercise.Difficulty,
                ["minutes"] = exercise.Minutes,
                ["hints"] = hints,
            };
        }

        return [.. JsonSerializer.SerializeToUtf8Bytes(exercises, Layout), (byte)'\n'];
    }
}
