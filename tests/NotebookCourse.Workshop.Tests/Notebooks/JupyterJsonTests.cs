using System.Text.Json.Nodes;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Tests.Notebooks;

/// <summary>The expected texts are what Python's json writes after a browser's JSON.stringify.</summary>
public sealed class JupyterJsonTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(3.0, "3")]
    [InlineData(-1500, "-1500")]
    [InlineData(0.1, "0.1")]
    [InlineData(-12.75, "-12.75")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1.25e-7, "1.25e-07")]
    [InlineData(-2.5e-300, "-2.5e-300")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(123456789012345678901.0, "123456789012345680000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(1.0000012333, "1.0000012333")]
    public void A_number_is_written_as_it_comes_back(double number, string expected) => Assert.Equal(expected, JupyterJson.Number(number));

    [Fact]
    public void Minus_zero_is_zero() => Assert.Equal("0", JupyterJson.Number(double.NegativeZero));

    [Fact]
    public void Keys_are_sorted_and_text_stays_as_it_is() =>
        Assert.Equal(
            "{\n \"a\": [],\n \"b\": {\n  \"x\": 0,\n  \"y\": [\n   1.5,\n   null,\n   true\n  ]\n },\n \"z\": \"<é> 😀 \\\"\\\\ \\n\\t\\u0001\u2028\u007f\"\n}",
            JupyterJson.Write(JsonNode.Parse("""{"z":"<é> 😀 \"\\ \n\t\u0001\u2028\u007f","b":{"y":[1.50,null,true],"x":0.0},"a":[]}""")));

    [Theory]
    [InlineData("a\nb", "a\n", "b")]
    [InlineData("a\r\nb\n", "a\r\n", "b\n")]
    [InlineData("a\u2028b", "a\u2028", "b")]
    [InlineData("a\fb", "a\f", "b")]
    [InlineData("a\rb", "a\r", "b")]
    [InlineData("")]
    public void Lines_end_where_python_ends_them(string text, params string[] lines)
    {
        Assert.Equal(lines, NotebookText.Lines(text).Select(line => (string)line!));
        Assert.Equal(text, NotebookText.Join(NotebookText.Lines(text)));
    }
}
