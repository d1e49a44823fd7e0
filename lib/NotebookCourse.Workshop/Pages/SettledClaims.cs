using System.Text.Json.Nodes;
using NotebookCourse.Claims;

namespace NotebookCourse.Workshop.Pages;

/// <summary>Where a lesson's saved outputs settle a claim, and with what number.</summary>
/// <param name="Page">The lesson's page and the cell in it, such as <c>01-what-comes-next.html#c7</c>.</param>
/// <param name="Number">The lesson's number as people write it.</param>
/// <param name="Measured">What the cell computed; null if no measurement can test the claim.</param>
internal sealed record SettledClaim(string Page, string Number, string? Measured);

/// <summary>Finds the claims that lessons settle in the outputs that are saved with them.</summary>
internal static class SettledClaims
{
    /// <summary>Each settled claim by its id; the first lesson counts where two settle the same.</summary>
    public static IReadOnlyDictionary<string, SettledClaim> Of(IReadOnlyList<PageLesson> lessons)
    {
        Dictionary<string, SettledClaim> settled = new(StringComparer.Ordinal);
        foreach (PageLesson lesson in lessons)
        {
            foreach ((int index, var cell) in lesson.Cells.Index())
            {
                foreach (JsonNode report in cell.Outputs.Select(output => output?["data"]?[ClaimFormatterSource.MimeType]).OfType<JsonObject>())
                {
                    if ((string?)report["id"] is { } id)
                        settled.TryAdd(id, new SettledClaim($"{lesson.Id}.html#c{index}", lesson.Number, (string?)report["measured"]));
                }
            }
        }

        return settled;
    }
}
