namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>Something that an open lesson's kernel is to do.</summary>
/// <param name="Cell">The cell that shows what comes of it.</param>
internal abstract record LessonJob(string Cell);
