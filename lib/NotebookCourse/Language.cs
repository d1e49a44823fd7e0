namespace NotebookCourse;

/// <summary>
/// The language the library speaks. A notebook says which in its first cell: <c>Language.Use("zh");</c>. Its own words need no
/// choice any more: <c>Language.Pick(english, chinese)</c> in a lesson's source is resolved when the notebooks are made.
/// </summary>
public static class Language
{
    /// <summary>English.</summary>
    public const string English = "en";

    /// <summary>Simplified Chinese.</summary>
    public const string Chinese = "zh";

    /// <summary>The environment variable that the course's verbs follow where no notebook speaks: <c>en</c> or <c>zh</c>.</summary>
    public const string EnvironmentVariable = "NOTEBOOKCOURSE_LANGUAGE";

    private static string? _used;

    /// <summary><c>"en"</c> or <c>"zh"</c>: what <see cref="Use"/> was told last; else what <c>NOTEBOOKCOURSE_LANGUAGE</c> says; else English.</summary>
    /// <exception cref="InvalidOperationException">The environment variable holds something else than <c>en</c> or <c>zh</c>.</exception>
    public static string Current => _used ?? FromVariable(Environment.GetEnvironmentVariable(EnvironmentVariable));

    /// <summary>From here on the library says everything in <paramref name="language"/>.</summary>
    /// <param name="language"><c>"en"</c> or <c>"zh"</c>.</param>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static void Use(string language)
    {
        if (language is not (English or Chinese))
            throw new ArgumentException($"The library does not speak '{language}'; expected Language.Use(\"{English}\") or Language.Use(\"{Chinese}\").", nameof(language));
        _used = language;
    }

    /// <summary>The text in the current language.</summary>
    /// <param name="english">What an English notebook says.</param>
    /// <param name="chinese">What a Chinese notebook says.</param>
    public static string Pick(string english, string chinese) => Current == Chinese ? chinese : english;

    /// <summary>What the variable asks for; English where it asks for nothing.</summary>
    internal static string FromVariable(string? variable) => (variable ?? "").Trim().ToLowerInvariant() switch
    {
        "" or English => English,
        Chinese => Chinese,
        _ => throw new InvalidOperationException(
            $"{EnvironmentVariable} is '{variable}'; expected '{English}' or '{Chinese}'. Set it to one of these, or unset it."),
    };
}
