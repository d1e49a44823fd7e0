namespace NotebookCourse.Workshop.Lessons;

/// <summary>A lesson's source, parsed.</summary>
/// <param name="File">The source's full path.</param>
/// <param name="Number">0 to 99.</param>
/// <param name="Name">The words of the file name, joined by dashes.</param>
/// <param name="Header">The front matter.</param>
/// <param name="Parts">Prose, code and exercises, in order.</param>
internal sealed record Lesson(string File, int Number, string Name, FrontMatter Header, IReadOnlyList<LessonPart> Parts)
{
    /// <summary>The file name without its extension, such as <c>07-attention</c>.</summary>
    public string Id => $"{Number:00}-{Name}";

    public IEnumerable<ProsePart> Prose => Parts.SelectMany(part => part switch
    {
        ProsePart prose => [prose],
        ExercisePart exercise => [exercise.Task],
        RecapPart recap => [recap.Text],
        RecallPart recall => [recall.Question, recall.Answer],
        _ => Enumerable.Empty<ProsePart>(),
    });

    /// <summary>The names of its further sections, in order.</summary>
    public IEnumerable<string> FurtherSections => Parts.Select(part => part.Further).OfType<string>().Distinct();

    public IEnumerable<ExercisePart> Exercises => Parts.OfType<ExercisePart>();

    public IEnumerable<CodePart> Code => Parts.OfType<CodePart>();
}
