using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.CustomContainers;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>Reads a lesson's source; the format is described in <c>notebooks/source/README.md</c>.</summary>
internal sealed partial class LessonParser
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseYamlFrontMatter()
        .UseCustomContainers()
        .UsePreciseSourceLocation()
        .Build();

    private readonly string _file;
    private readonly SourceText _source;
    private readonly List<LessonProblem> _problems = [];

    private LessonParser(string file, string text)
    {
        _file = file;
        _source = new SourceText(text);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="LessonException">The source is not a lesson; it lists every problem with its line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Lesson ParseFile(string file) => Parse(file, File.ReadAllText(file));

    /// <summary>Reads a source that is in memory.</summary>
    /// <param name="file">Its path: the name gives the lesson's number and name.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="LessonException">The source is not a lesson; it lists every problem with its line.</exception>
    public static Lesson Parse(string file, string text) => new LessonParser(file, text).Parse();

    /// <summary>Whether a file name, without its folder, is that of a lesson's source.</summary>
    public static bool IsLessonFile(string name) => FileName().IsMatch(name);

    private Lesson Parse()
    {
        Match name = FileName().Match(Path.GetFileName(_file));
        if (!name.Success)
            Problem(0, "the name is not that of a lesson; expected two digits, a dash and lower-case words joined by dashes, such as 07-attention.md");

        MarkdownDocument document = Markdown.Parse(_source.Text, Pipeline);
        FindUnclosed(document);
        FrontMatter? header = ReadHeader(document);
        List<LessonPart> parts = _problems.Count == 0 ? ReadParts([.. document.Where(block => block is not YamlFrontMatterBlock)]) : [];
        foreach (ExercisePart exercise in parts.OfType<ExercisePart>())
        {
            ExercisePart first = parts.OfType<ExercisePart>().First(other => other.Name == exercise.Name);
            if (first.Line != exercise.Line)
                Problem(exercise.Line, $"exercise '{exercise.Name}' is there already, at line {first.Line}; expected each name once in the course");
        }

        if (_problems.Count > 0)
            throw new LessonException([.. _problems.OrderBy(problem => problem.Line)]);
        return new Lesson(_file, int.Parse(name.Groups["number"].Value), name.Groups["name"].Value, header!, parts);
    }

    private FrontMatter? ReadHeader(MarkdownDocument document)
    {
        if (document.FirstOrDefault() is not YamlFrontMatterBlock block)
        {
            Problem(1, "there is no front matter; expected YAML between two '---' lines at the top of the file");
            return null;
        }

        return FrontMatter.Read(block.Lines.ToString(), block.Line + 2, Problem);
    }

    private List<LessonPart> ReadParts(List<Block> blocks)
    {
        var parts = new List<LessonPart>();
        for (int i = 0; i < blocks.Count; i++)
        {
            LessonPart? part = blocks[i] switch
            {
                CustomContainer { Info: "en" or "zh" } => ReadProse(blocks, ref i),
                CustomContainer { Info: "exercise" } container => new ExerciseParser(_source, Problem).Read(container),
                CustomContainer { Info: "recall" } container => new ShortTextParser(_source, Problem).ReadRecall(container),
                CustomContainer { Info: "recap" } container => new ShortTextParser(_source, Problem).ReadRecap(container),
                CustomContainer { Info: "further" } container => ReadFurther(container, parts),
                FencedCodeBlock { Info: "csharp", Arguments: "verify" } fence => new VerifyPart(fence.Line + 1, _source.Inside(fence)),
                FencedCodeBlock { Info: "csharp" } fence => ReadCode(fence),
                HtmlBlock { Type: HtmlBlockType.Comment } => null,
                var other => Unexpected(other),
            };
            if (part is not null)
                parts.Add(part);
        }

        return parts;
    }

    // Its parts join those of the lesson, each with the section's name.
    private LessonPart? ReadFurther(CustomContainer container, List<LessonPart> parts)
    {
        string name = (container.Arguments ?? "").Trim();
        if (!Exercise.IsName(name))
            Problem(container.Line + 1, $"'further {name}' cannot be read; expected '::::: further NAME', the name in lower-case words joined by dashes, and ':::::' where it ends");
        else if (parts.Any(part => part.Further is not null && part.Further == name))
            Problem(container.Line + 1, $"the further section '{name}' is there already; expected each name once in a lesson");
        else if (container.Descendants<CustomContainer>().FirstOrDefault(inner => inner.Info == "further") is { } inner)
            Problem(inner.Line + 1, "a further section within a further section; expected them one after the other");
        else
            parts.AddRange(ReadParts([.. container]).Select(part => part with { Further = name }));
        return null;
    }

    private ProsePart? ReadProse(List<Block> blocks, ref int index) =>
        ProsePairs.Read(blocks, ref index, _source, Problem);

    private CodePart ReadCode(FencedCodeBlock fence)
    {
        CodeOptions options = ReadOptions(fence);
        return new CodePart(fence.Line + 1, _source.Inside(fence), options);
    }

    private CodeOptions ReadOptions(FencedCodeBlock fence)
    {
        CodeOptions options = CodeOptions.Plain;
        foreach (string word in (fence.Arguments ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word == "volatile")
                options = options with { IsVolatile = true };
            else if (word == "throws")
                options = options with { Throws = true };
            else if (word == "data")
                options = options with { HoldsData = true };
            else if (Tolerance().Match(word) is { Success: true } match)
                options = options with { Tolerance = double.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) };
            else
                Problem(fence.Line + 1, $"'{word}' after 'csharp' is not known here; expected volatile, throws, data or tolerance=0.02, or verify alone (stub, check, solution and wrong belong inside an exercise)");
        }

        return options;
    }

    private LessonPart? Unexpected(Block block)
    {
        string found = block switch
        {
            CustomContainer container => $"a block '{container.Info}'",
            FencedCodeBlock fence => $"a code fence of '{fence.Info}'",
            _ => "text outside a language block",
        };
        Problem(block.Line + 1, $"{found}; expected '::: en' and '::: zh' around prose, '```csharp' around code, ':::: exercise NAME', '::: recall NN', '::: recap' or '::::: further NAME'");
        return null;
    }

    // An unclosed fence swallows what follows it, so it is looked for before anything else is said.
    private void FindUnclosed(MarkdownDocument document)
    {
        foreach (IFencedBlock fence in document.Descendants().OfType<IFencedBlock>())
        {
            var block = (Block)fence;
            if (fence is CustomContainer { Info: "en" or "zh" } inner && block.Parent is CustomContainer { Info: "en" or "zh" } outer)
                Problem(outer.Line + 1, $"'::: {outer.Info}' is never closed before '::: {inner.Info}' at line {inner.Line + 1}; expected a line ':::' where it ends");
            else if (fence.ClosingFencedCharCount == 0)
                Problem(block.Line + 1, $"'{Mark(fence)}' is never closed; expected a line '{new string(fence.FencedChar, fence.OpeningFencedCharCount)}' where it ends");
            else if (fence is FencedCodeBlock { Info: "csharp", OpeningFencedCharCount: 3 } && _source.FirstSwallowed(fence) is { } line)
                Problem(block.Line + 1, $"'{Mark(fence)}' is never closed before line {line}; expected a line '```' where the code ends");
        }
    }

    private static string Mark(IFencedBlock fence) =>
        new string(fence.FencedChar, fence.OpeningFencedCharCount) + (fence.FencedChar == ':' ? " " : "") + fence.Info;

    private void Problem(int line, string message) => _problems.Add(new LessonProblem(_file, line, message));

    [GeneratedRegex(@"^(?<number>\d\d)-(?<name>[a-z0-9]+(-[a-z0-9]+)*)\.md$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^tolerance=(0?\.\d+|1|0)$")]
    private static partial Regex Tolerance();
}
