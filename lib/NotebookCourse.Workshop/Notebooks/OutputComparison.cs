using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>
/// Whether what a cell shows now agrees with what was committed. Words must be equal and whole numbers exact; other numbers may
/// differ by a fraction. Pictures inside data addresses are drawn from numbers that are compared elsewhere, and are skipped.
/// </summary>
internal static partial class OutputComparison
{
    private const double UsualTolerance = 1e-3;
    private const double Zero = 1e-9; // differences below this are rounding
    private const int Excerpt = 60; // letters shown around a difference

    /// <summary>Null if the outputs agree, else what differs first.</summary>
    public static string? Difference(JsonArray committed, JsonArray fresh, bool isVolatile, double? tolerance)
    {
        string[] kinds = [.. committed.Select(Kind)];
        string[] freshKinds = [.. fresh.Select(Kind)];
        if (!kinds.SequenceEqual(freshKinds))
            return $"committed shows {Listed(kinds)}, a fresh run {Listed(freshKinds)}";
        if (isVolatile)
            return null;

        for (int i = 0; i < kinds.Length; i++)
        {
            if (Difference(committed[i]!, fresh[i]!, tolerance) is { } difference)
                return difference;
        }

        return null;
    }

    /// <summary>Whether outputs of the same kinds say the same, whatever their numbers are.</summary>
    public static bool WordsAgree(JsonArray committed, JsonArray fresh) => Words(committed).SequenceEqual(Words(fresh));

    /// <summary>Null if two texts agree, else what differs first.</summary>
    public static string? TextDifference(string committed, string fresh, double? tolerance)
    {
        committed = DataAddress().Replace(committed, "data:");
        fresh = DataAddress().Replace(fresh, "data:");
        if (committed == fresh)
            return null;

        MatchCollection left = Pieces().Matches(committed);
        MatchCollection right = Pieces().Matches(fresh);
        for (int i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            if (i < left.Count && i < right.Count && Agree(left[i].Value, right[i].Value, tolerance))
                continue;
            return $"committed '{Around(committed, left, i)}', a fresh run '{Around(fresh, right, i)}'";
        }

        return null;
    }

    private static string? Difference(JsonNode committed, JsonNode fresh, double? tolerance)
    {
        foreach (string key in new[] { "text", "ename", "evalue", "traceback" })
        {
            if (TextDifference(NotebookText.Join(committed[key]), NotebookText.Join(fresh[key]), tolerance) is { } difference)
                return difference;
        }

        foreach ((string mimeType, JsonNode? value) in committed["data"]?.AsObject() ?? [])
        {
            if (mimeType.StartsWith("image/", StringComparison.Ordinal) && (mimeType != "image/svg+xml" || committed["data"]!["application/vnd.plotly.v1+json"] is not null))
                continue;
            if (TextDifference(Text(mimeType, value), Text(mimeType, fresh["data"]![mimeType]), tolerance) is { } difference)
                return $"{mimeType}: {difference}";
        }

        return null;
    }

    // Data as a notebook stores it, whatever the order of its keys and the form of its numbers was.
    private static string Text(string mimeType, JsonNode? value) =>
        mimeType.EndsWith("json", StringComparison.Ordinal) ? JupyterJson.Write(value) : NotebookText.Join(value);

    private static IEnumerable<string> Words(JsonArray outputs) => outputs
        .SelectMany(output => new[] { output!["text"], output["data"]?["text/plain"], output["data"]?["text/markdown"] })
        .Select(text => Numbers().Replace(NotebookText.Join(text), "#"));

    private static string Kind(JsonNode? output)
    {
        string type = output!["output_type"]!.GetValue<string>();
        string detail = type == "stream"
            ? output["name"]!.GetValue<string>()
            : string.Join("+", (output["data"]?.AsObject() ?? []).Select(entry => entry.Key).Order(StringComparer.Ordinal));
        return detail.Length > 0 ? $"{type} ({detail})" : type;
    }

    private static string Listed(string[] kinds) => kinds.Length == 0 ? "nothing" : string.Join(", ", kinds);

    private static bool Agree(string left, string right, double? tolerance)
    {
        if (left == right)
            return true;
        if (!TryNumber(left, out double committed) || !TryNumber(right, out double fresh))
            return false;
        if (tolerance is null && IsWhole(left) && IsWhole(right))
            return false;

        double difference = Math.Abs(committed - fresh);
        return difference <= Zero || difference <= (tolerance ?? UsualTolerance) * Math.Max(Math.Abs(committed), Math.Abs(fresh));
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static bool IsWhole(string number) => number.All(letter => char.IsAsciiDigit(letter) || letter == '-');

    private static string Around(string text, MatchCollection pieces, int index)
    {
        int place = index < pieces.Count ? pieces[index].Index : text.Length;
        int start = Math.Max(0, place - Excerpt / 2);
        int end = Math.Min(text.Length, place + Excerpt / 2);
        return $"{(start > 0 ? "…" : "")}{text[start..end].ReplaceLineEndings("⏎")}{(end < text.Length ? "…" : "")}";
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][+-]?\d+)?|[^\d-]+|-")]
    private static partial Regex Pieces();

    [GeneratedRegex(@"[-+\s]*\d[\d.,]*([eE][+-]?\d+)?")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"data:[a-z0-9+/.-]+;base64,[A-Za-z0-9+/=]+")]
    private static partial Regex DataAddress();
}
