namespace NotebookCourse.Kernel.Language;

/// <summary>Something that may stand at the cursor.</summary>
/// <param name="Name">What is written.</param>
/// <param name="Kind">What it is, such as <c>method</c>.</param>
internal sealed record Completion(string Name, string Kind);
