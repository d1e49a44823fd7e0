using System.Text;
using NotebookCourse.Precision;

namespace NotebookCourse.Workshop.Tests;

public sealed class Float8CodeListingTests
{
    [Theory]
    [InlineData("4048f5c3\nc3fa0000\r\n7fc00000\nffc00000", "45\nfe\n7f\n7f\n", "E4M3")]
    [InlineData("4048f5c3\n47000000\n7f800000\n", "42\n78\n7b\n", "E5M2")]
    [InlineData("", "", "E4M3")]
    public void LinesOfBitsBecomeLinesOfCodes(string lines, string expected, string format)
    {
        var destination = new MemoryStream();
        Float8CodeListing.Write(Named(format), "f", new MemoryStream(Encoding.ASCII.GetBytes(lines)), destination);
        Assert.Equal(expected, Encoding.ASCII.GetString(destination.ToArray()));
    }

    [Fact]
    public void ManyLinesPassThroughWhole()
    {
        string lines = string.Concat(Enumerable.Repeat("3f800000\n", 300_000));
        var destination = new MemoryStream();
        Float8CodeListing.Write(Named("E4M3"), "f", new MemoryStream(Encoding.ASCII.GetBytes(lines)), destination);
        Assert.Equal(string.Concat(Enumerable.Repeat("38\n", 300_000)), Encoding.ASCII.GetString(destination.ToArray()));
    }

    [Theory]
    [InlineData("4048f5c3\nxyz\n", "f:2: 'xyz'")]
    [InlineData("4048f5c\n", "f:1: '4048f5c'")]
    [InlineData("4048f5c3\n\n4048f5c3\n", "f:2: ''")]
    [InlineData("4048f5cg", "f:1: '4048f5cg'")]
    public void ABadLineIsNamed(string lines, string expected)
    {
        var source = new MemoryStream(Encoding.ASCII.GetBytes(lines));
        var fault = Assert.Throws<FormatException>(() => Float8CodeListing.Write(Named("E4M3"), "f", source, Stream.Null));
        Assert.StartsWith(expected, fault.Message, StringComparison.Ordinal);
    }

    private static Float8Format Named(string name) =>
        name == "E4M3" ? Float8Format.E4M3 : Float8Format.E5M2;
}
