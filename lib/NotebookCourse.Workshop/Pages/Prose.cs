using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NotebookCourse.Workshop.Pages;

/// <summary>A lesson's Markdown as HTML. Links between notebooks become links between pages.</summary>
internal static partial class Prose
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseMathematics().UsePipeTables().UseEmphasisExtras().UseFootnotes().Build();

    /// <summary>The HTML and the headings of one Markdown cell.</summary>
    /// <param name="markdown">The cell's source.</param>
    /// <param name="anchor">Starts the ids of the headings.</param>
    public static (string Html, IReadOnlyList<Heading> Headings) Render(string markdown, string anchor)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        var headings = new List<Heading>();
        foreach (HeadingBlock block in document.Descendants<HeadingBlock>())
        {
            string id = $"{anchor}-{headings.Count + 1}";
            block.GetAttributes().Id = id;
            headings.Add(new Heading(id, block.Level, Text(block.Inline)));
        }

        foreach (MathInline formula in document.Descendants<MathInline>().Where(formula => formula.DelimiterCount == 2))
            formula.GetAttributes().AddClass("display");
        foreach (CodeBlock code in document.Descendants<CodeBlock>().Where(code => code is not MathBlock))
            code.GetAttributes().AddProperty("tabindex", "0"); // a long line is scrolled by keyboard too
        foreach (LinkInline link in document.Descendants<LinkInline>().Where(link => !link.IsImage).ToList())
            Redirect(link);

        var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return (writer.ToString(), headings);
    }

    /// <summary>The sources of a Markdown text's paragraphs, in order.</summary>
    public static IReadOnlyList<string> Paragraphs(string markdown) =>
        [.. Markdown.Parse(markdown, Pipeline).OfType<ParagraphBlock>().Select(paragraph => markdown.Substring(paragraph.Span.Start, paragraph.Span.Length))];

    /// <summary>The words of a Markdown text, without its marks: for searching.</summary>
    public static string Words(string markdown) =>
        Spaces().Replace(Tags().Replace(Markdown.ToPlainText(markdown, Pipeline), " "), " ").Trim();

    /// <summary>A notebook becomes its page; a file that no page holds becomes plain text; other addresses stay.</summary>
    private static void Redirect(LinkInline link)
    {
        string address = link.Url ?? "";
        if (NotebookLink().Match(address) is { Success: true } match)
            link.Url = $"{match.Groups["path"].Value}.html{match.Groups["anchor"].Value}";
        else if (!address.StartsWith('#') && !Uri.TryCreate(address, UriKind.Absolute, out _))
            ReplaceByText(link);
    }

    private static void ReplaceByText(LinkInline link)
    {
        var text = new ContainerInline();
        link.ReplaceBy(text);
        while (link.FirstChild is { } child)
        {
            child.Remove();
            text.AppendChild(child);
        }
    }

    private static string Text(ContainerInline? inline) => inline is null
        ? ""
        : string.Concat(inline.Descendants().Select(part => part switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            MathInline math => math.Content.ToString(),
            _ => "",
        }));

    [GeneratedRegex(@"^(?<path>(\.\./(en|zh)/)?\d\d-[a-z0-9-]+)\.ipynb(?<anchor>#.*)?$")]
    private static partial Regex NotebookLink();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

/// <summary>A heading of a page.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Level">1 for the title, 2 for a section.</param>
/// <param name="Text">Its words.</param>
internal sealed record Heading(string Id, int Level, string Text);
