using System.Runtime.CompilerServices;

namespace NotebookCourse.Precision;

internal static class SpanLengths
{
    /// <summary>Element-wise work needs as many places as elements.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Require(
        int source, int destination,
        [CallerArgumentExpression(nameof(source))] string sourceName = "",
        [CallerArgumentExpression(nameof(destination))] string destinationName = "")
    {
        if (source != destination)
            throw new ArgumentException($"{sourceName} is {source}, {destinationName} is {destination}: every element needs its place, so they must be equal.");
    }
}
