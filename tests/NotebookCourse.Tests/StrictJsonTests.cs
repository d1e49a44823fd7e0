namespace NotebookCourse.Tests;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("""{"a":{"b":1},"b":[{"a":1},{"a":2}],"A":1}""")]
    [InlineData("\uFEFF[1]")]
    [InlineData("\"\\ud83d\\ude00\"")]
    public void Whole_json_passes(string json) => StrictJson.Require(json, "it");

    [Theory]
    [InlineData("{\"a\":1,\n\"b\":2,\n\"a\":3}", "line 3", "'a' stands twice")]
    [InlineData("{\"x\":{\"a\":1,\"\\u0061\":3}}", "line 1", "'a' stands twice")]
    [InlineData("[\n\"\\ud83d\"]", "line 2", "surrogate")]
    [InlineData("{\"\\ud800\":1}", "line 1", "surrogate")]
    [InlineData("[1,]", "line 1", "trailing comma")]
    [InlineData("{\"a\":", "line 1", "")]
    [InlineData("", "line 1", "")]
    [InlineData("[1] [2]", "line 1", "")]
    public void What_readers_would_stumble_over_is_refused_with_its_line(string json, string line, string why)
    {
        string message = Assert.Throws<InvalidDataException>(() => StrictJson.Require(json, "it")).Message;
        Assert.Contains($"'it' is not valid JSON; it goes wrong at {line}", message);
        Assert.Contains(why, message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_thousand_lists_in_each_other_are_refused() =>
        Assert.Throws<InvalidDataException>(() => StrictJson.Require(new string('[', 1000) + new string(']', 1000), "it"));

    [Fact]
    public void People_may_write_comments_and_commas() => StrictJson.Require("[1, // one\n2,]", "it", relaxed: true);
}
