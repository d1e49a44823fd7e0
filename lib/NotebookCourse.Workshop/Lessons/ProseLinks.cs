using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>Where a passage of Markdown leads: its links and pictures, however they are written.</summary>
internal static partial class ProseLinks
{
    // As the pages read it, so that brackets in a formula are no link.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseMathematics().UsePipeTables().UseFootnotes().Build();

    /// <summary>The targets, in the order of their kinds: Markdown's links, addresses between angle brackets, HTML.</summary>
    public static IEnumerable<string> Targets(string markdown)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        IEnumerable<string> html = document.Descendants<HtmlBlock>().Select(block => block.Lines.ToString())
            .Concat(document.Descendants<HtmlInline>().Select(tag => tag.Tag));
        return document.Descendants<LinkInline>().Select(link => link.Url ?? "")
            .Concat(document.Descendants<AutolinkInline>().Where(link => !link.IsEmail).Select(link => link.Url))
            .Concat(html.SelectMany(text => Attributes().Matches(text)).Select(match => match.Groups["target"].Value));
    }

    [GeneratedRegex(@"\b(href|src)\s*=\s*[""'](?<target>[^""']*)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Attributes();
}
