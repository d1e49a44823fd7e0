namespace NotebookCourse.Benchmarks;

/// <summary>How to measure.</summary>
/// <param name="Threads">For every engine.</param>
/// <param name="Seconds">For each candidate of a comparison.</param>
/// <param name="Folder">Where models may be written; deleted at the end.</param>
internal sealed record Settings(int Threads, double Seconds, string Folder);
