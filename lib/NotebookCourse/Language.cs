namespace NotebookCourse;

/// <summary>
/// The language a notebook speaks. The code cells are the same in both languages, so what they print and draw asks
/// here which words to use.
/// </summary>
public static class Language
{
    /// <summary>The environment variable that decides, when it is set: <c>en</c> or <c>zh</c>.</summary>
    public const string EnvironmentVariable = "NOTEBOOKCOURSE_LANGUAGE";

    /// <summary>English.</summary>
    public const string English = "en";

    /// <summary>Simplified Chinese.</summary>
    public const string Chinese = "zh";

    /// <summary>
    /// <c>"en"</c> or <c>"zh"</c>: what <c>NOTEBOOKCOURSE_LANGUAGE</c> says; else the name of the folder the notebook
    /// runs in (<c>notebooks/zh</c> speaks Chinese); else English.
    /// </summary>
    /// <exception cref="InvalidOperationException">The environment variable holds something else than <c>en</c> or <c>zh</c>.</exception>
    public static string Current => Choose(
        Environment.GetEnvironmentVariable(EnvironmentVariable), Directory.GetCurrentDirectory());

    /// <summary>The text in the current language.</summary>
    /// <param name="english">What an English notebook says.</param>
    /// <param name="chinese">What a Chinese notebook says.</param>
    public static string Pick(string english, string chinese) => Current == Chinese ? chinese : english;

    /// <summary>The choice itself, with the variable's value and the working folder given.</summary>
    internal static string Choose(string? variable, string workingFolder)
    {
        if (!string.IsNullOrWhiteSpace(variable))
        {
            return variable.Trim().ToLowerInvariant() switch
            {
                English => English,
                Chinese => Chinese,
                _ => throw new InvalidOperationException(
                    $"{EnvironmentVariable} is '{variable}'; expected '{English}' or '{Chinese}'. Set it to one of these, or unset it."),
            };
        }

        return Path.GetFileName(Path.TrimEndingDirectorySeparator(workingFolder)) == Chinese ? Chinese : English;
    }
}
