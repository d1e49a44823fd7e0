namespace NotebookCourse.Workshop.Lessons;

/// <summary>A learner's minutes for a lesson: computed, never typed.</summary>
/// <param name="Read">Reading the core path.</param>
/// <param name="Exercises">Its exercises.</param>
/// <param name="Further">All further sections, with their exercises.</param>
internal sealed record LessonTimes(int Read, int Exercises, int Further)
{
    /// <summary>The times in one language.</summary>
    public static LessonTimes Of(Lesson lesson, string language)
    {
        LessonMeasure core = LessonMeasure.Core(lesson, language);
        return new LessonTimes(core.ReadMinutes, core.ExerciseMinutes, LessonMeasure.Further(lesson, language).Minutes);
    }

    /// <summary>As learners read it: <c>read 18 + exercises 12 (+ 25 further) minutes</c>.</summary>
    public string Text(string language)
    {
        bool chinese = language == Language.Chinese;
        string exercises = Exercises == 0 ? "" : chinese ? $" + 练习 {Exercises}" : $" + exercises {Exercises}";
        string further = Further == 0 ? "" : chinese ? $"（+ 选读 {Further}）" : $" (+ {Further} further)";
        return chinese ? $"阅读 {Read}{exercises}{further} 分钟" : $"read {Read}{exercises}{further} minutes";
    }
}
