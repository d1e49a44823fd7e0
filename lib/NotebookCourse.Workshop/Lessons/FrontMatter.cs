using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>The lines between the two <c>---</c> at the top of a lesson's source.</summary>
internal sealed class FrontMatter
{
    private static readonly IDeserializer Reader = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithEnforceRequiredMembers()
        .WithEnforceNullability()
        .WithDuplicateKeyChecking()
        .Build();

    public required Title Title { get; init; }

    public required string Part { get; init; }

    /// <summary>Machine time on two cores.</summary>
    public required int Seconds { get; init; }

    /// <summary>Numbers of the lessons this one builds on.</summary>
    public required List<int> Needs { get; init; }

    /// <summary>The claims it settles.</summary>
    public required List<string> Claims { get; init; }

    /// <summary>The lesson's question, one line for the home page.</summary>
    public Title? Question { get; init; }

    /// <summary>Whether its cells need torch, which not every platform has.</summary>
    public bool Torch { get; init; } = true;

    /// <summary>The rules that an older lesson does not keep yet (<see cref="LegacyRules"/>); the list only shrinks.</summary>
    public List<string> Legacy { get; init; } = [];

    /// <summary>Not whole yet: the smallest counts are not asked for.</summary>
    public bool Draft { get; init; }

    /// <summary>Reads YAML.</summary>
    /// <param name="yaml">Without the <c>---</c> lines.</param>
    /// <param name="firstLine">The line of the file that the YAML starts on, from 1.</param>
    /// <param name="problem">Calls with the line and what is wrong; the result is null then.</param>
    public static FrontMatter? Read(string yaml, int firstLine, Action<int, string> problem)
    {
        try
        {
            FrontMatter? read = Reader.Deserialize<FrontMatter>(yaml);
            return read is null ? throw new YamlException("it is empty")
                : read.Claims.Contains(null!) || read.Legacy.Contains(null!) ? throw new YamlException("an item of a list is empty")
                : read;
        }
        catch (YamlException exception)
        {
            string message = exception.InnerException is { } inner ? inner.Message : exception.Message;
            problem(
                firstLine + Math.Max(0, (int)exception.Start.Line - 1),
                $"the front matter cannot be read: {message} Expected title: {{ en: ..., zh: ... }}, question: {{ en: ..., zh: ... }}, part, seconds, needs: [], claims: [] (see notebooks/source/README.md).");
            return null;
        }
    }
}

/// <summary>A lesson's title or question in both languages.</summary>
internal sealed class Title
{
    public required string En { get; init; }

    public required string Zh { get; init; }

    public string In(string language) => language == Language.Chinese ? Zh : En;
}
