using System.Text;
using NotebookCourse.Kernel.Formatting;

namespace NotebookCourse.Kernel.Tests.Formatting;

/// <summary>Bytes that are a picture are shown as one.</summary>
public sealed class PictureTests
{
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg=="; // 3 x 2 pixels
    private const string Gif = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"; // 1 x 1 pixel

    [Fact]
    public void APngIsAPng()
    {
        var data = MediaBundle.Of(Convert.FromBase64String(Png));
        Assert.Equal(["image/png", "text/plain"], data.Keys.Order());
        Assert.Equal(Png, data["image/png"]);
        Assert.StartsWith("PNG image, 3 x 2 pixels, ", data["text/plain"]);
        Assert.Equal(Png, MediaBundle.Of(new ReadOnlyMemory<byte>(Convert.FromBase64String(Png)))["image/png"]);
        Assert.Equal(Png, MediaBundle.Of(Png, ["image/png"])["image/png"]);
    }

    [Fact]
    public void AGifHasHtmlBesideItAsFewFrontEndsKnowItsType()
    {
        var data = MediaBundle.Of(Convert.FromBase64String(Gif));
        Assert.Equal(Gif, data["image/gif"]);
        Assert.Contains($"<img src=\"data:image/gif;base64,{Gif}\"", data["text/html"]);
        Assert.StartsWith("GIF image, 1 x 1 pixels, 42 bytes", data["text/plain"]);
    }

    [Fact]
    public void AJpegAndAnSvgAreRecognised()
    {
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[30], 0xFF, 0xD9];
        Assert.Equal(Convert.ToBase64String(jpeg), MediaBundle.Of(jpeg)["image/jpeg"]);
        const string Svg = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"5\"/></svg>\n";
        Assert.Equal(Svg, MediaBundle.Of(Encoding.UTF8.GetBytes(Svg))["image/svg+xml"]);
    }

    [Fact]
    public void APictureInsideAValueIsAPictureThere()
    {
        var data = MediaBundle.Of(new { Name = "dot", Image = Convert.FromBase64String(Png) });
        Assert.Contains($"<td>Image</td><td><img src=\"data:image/png;base64,{Png}\"", data["text/html"]);
        Assert.Contains("Image = PNG image, 3 x 2 pixels", data["text/plain"]);
    }

    [Fact]
    public void OtherBytesAreNumbers()
    {
        Assert.Equal("[ 137, 80, 78, 71 ]", MediaBundle.Of(Convert.FromBase64String(Png)[..4])["text/plain"]);
        Assert.Equal("[ 66, 77 ]", MediaBundle.Of("BM"u8.ToArray())["text/plain"]);
        Assert.Equal("[ ]", MediaBundle.Of(Array.Empty<byte>())["text/plain"]);
    }
}
