namespace NotebookCourse.Text;

/// <summary>The papers of a corpus, as <c>data/corpora/corpora.json</c> holds them.</summary>
/// <param name="Name">What it is asked for by.</param>
/// <param name="File">Its file beside the index.</param>
/// <param name="Language"><c>zh</c>, <c>en</c> or <c>csharp</c>.</param>
/// <param name="Title">What it is, by language: <c>en</c> and <c>zh</c>.</param>
/// <param name="Source">Where it was taken from.</param>
/// <param name="Licence">Under which terms it is passed on.</param>
/// <param name="Cut">What was taken and what left out.</param>
/// <param name="Bytes">Its size in UTF-8 bytes.</param>
/// <param name="Characters">Its size in Unicode code points.</param>
/// <param name="Sha256">The SHA-256 of the file, lower-case hexadecimal.</param>
public sealed record CorpusInfo(
    string Name,
    string File,
    string Language,
    IReadOnlyDictionary<string, string> Title,
    string Source,
    string Licence,
    string Cut,
    long Bytes,
    long Characters,
    string Sha256)
{
    /// <summary>The title in the notebook's language, with the size.</summary>
    public override string ToString() => NotebookCourse.Language.Pick(
        $"{Title["en"]}: {Characters:N0} characters, {Bytes:N0} bytes",
        $"{Title["zh"]}：{Characters:N0} 字符，{Bytes:N0} 字节");
}
