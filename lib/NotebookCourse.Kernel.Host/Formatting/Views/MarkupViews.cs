using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Xml;
using Microsoft.AspNetCore.Html;
using NotebookCourse.Kernel.Displays;

namespace NotebookCourse.Kernel.Formatting.Views;

/// <summary>Values that write HTML themselves, and XML documents.</summary>
internal static class MarkupViews
{
    private const int FrameHeight = 560; // pixels; a chart's page is as wide as the output

    /// <summary>The value's own HTML, or its XML; null if it has neither.</summary>
    public static ValueView? View(object value) => value switch
    {
        MediaContent { MediaType: "text/html" } content => new MarkupView(content.Text, content.Text),
        IHtmlContent content => Written(content),
        XmlNode node => new TextView(node.OuterXml),
        _ when value is not MediaContent && DuckType.Is(value, "Microsoft.AspNetCore.Html.IHtmlContent") => Content(value),
        _ when DuckType.Is(value, "XPlot.Plotly.PlotlyChart", "XPlot.GoogleCharts.GoogleChart") && DuckType.Call(value, "GetHtml") is string page => Page(value, page),
        _ => null,
    };

    private static MarkupView? Written(IHtmlContent content)
    {
        if (content is MediaContent)
            return null; // in another media type
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        content.WriteTo(writer, HtmlEncoder.Default);
        return new MarkupView(writer.ToString(), writer.ToString());
    }

    // That of a package, which is another type of the same name.
    private static MarkupView Content(object value)
    {
        using var writer = new StringWriter();
        DuckType.Method(value.GetType(), "WriteTo", isStatic: false, parameter =>
            parameter.ParameterType == typeof(TextWriter) ? writer : parameter.ParameterType == typeof(HtmlEncoder) ? HtmlEncoder.Default : null)?.Invoke(value);
        return new MarkupView(writer.ToString(), writer.ToString());
    }

    // A whole page, with the script it loads: only in a frame of its own does it run as it was written.
    private static MarkupView Page(object value, string page) => new(
        $"<iframe srcdoc=\"{WebUtility.HtmlEncode(page)}\" style=\"width:100%;height:{FrameHeight}px;border:0\"></iframe>",
        $"{TypeName.Of(value.GetType())} (a chart that loads its script from the network)");
}
