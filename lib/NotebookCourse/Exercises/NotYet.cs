namespace NotebookCourse.Exercises;

/// <summary>
/// What an exercise's stub throws until the learner has written something. A check that meets it says "not yet"
/// instead of failing, so a notebook runs from top to bottom before anything is edited.
/// </summary>
public sealed class NotYet() : Exception(Language.Pick("This exercise is not written yet.", "这道练习还没开始写。"));
