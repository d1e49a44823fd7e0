namespace NotebookCourse.Workshop.Lessons;

/// <summary>What a code fence says about its cell.</summary>
/// <param name="IsVolatile">Its output differs from run to run: only its kinds are compared.</param>
/// <param name="Throws">It ends in an exception on purpose.</param>
/// <param name="Tolerance">The fraction by which numbers may differ; null for the usual one, with whole numbers exact.</param>
/// <param name="HoldsData">Text in the other language that stands in it is data of the lesson.</param>
internal sealed record CodeOptions(bool IsVolatile = false, bool Throws = false, double? Tolerance = null, bool HoldsData = false)
{
    public static CodeOptions Plain { get; } = new();
}
