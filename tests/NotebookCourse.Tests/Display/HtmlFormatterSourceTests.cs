using NotebookCourse.Display;

namespace NotebookCourse.Tests.Display;

public class HtmlFormatterSourceTests
{
    [TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
    private sealed class Greeting : IHtmlDisplay
    {
        public string ToHtml() => "<b>你好</b>";

        public override string ToString() => "你好";
    }

    // A kernel knows only the names: attribute, properties, methods.
    [Theory]
    [InlineData("text/html", "<b>你好</b>")]
    [InlineData("text/plain", "你好")]
    public void A_kernel_can_format_a_value_knowing_only_the_names(string mimeType, string expected)
    {
        object attribute = typeof(Greeting).GetCustomAttributes(inherit: true).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var sourceType = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        object source = Activator.CreateInstance(sourceType)!;
        var formatters = (IEnumerable<object>)sourceType.GetMethod("CreateTypeFormatters")!.Invoke(source, [])!;

        object formatter = formatters.Single(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)! == mimeType);
        var writer = new StringWriter();
        object? written = formatter.GetType().GetMethod("Format")!.Invoke(formatter, [new Greeting(), writer]);

        Assert.Equal(true, written);
        Assert.Equal(expected, writer.ToString());
        Assert.Contains(mimeType, (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!);
    }
}
