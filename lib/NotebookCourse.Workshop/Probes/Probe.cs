namespace NotebookCourse.Workshop.Probes;

/// <summary>One thing looked at on this machine.</summary>
/// <param name="What">Its name.</param>
/// <param name="IsGood">Whether the course can run with it.</param>
/// <param name="Found">What was seen.</param>
/// <param name="Advice">What to do; empty if nothing.</param>
internal sealed record Probe(string What, bool IsGood, string Found, string Advice = "");
