namespace NotebookCourse.Workshop.Lessons;

/// <summary>What a code fence says about its output.</summary>
/// <param name="IsVolatile">It differs from run to run: only its kinds are compared.</param>
/// <param name="Throws">It ends in an exception on purpose.</param>
/// <param name="Tolerance">The fraction by which numbers may differ; null for the usual one, with whole numbers exact.</param>
internal sealed record CodeOptions(bool IsVolatile = false, bool Throws = false, double? Tolerance = null)
{
    public static CodeOptions Plain { get; } = new();
}
