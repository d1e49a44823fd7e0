using System.Data;
using System.Numerics;
using System.Text.Json.Nodes;
using NotebookCourse.Kernel.Formatting;

namespace NotebookCourse.Kernel.Tests.Formatting;

/// <summary><c>value.Display("application/json")</c>, and media types that a value cannot be shown in.</summary>
public sealed class JsonDisplayTests
{
    public static TheoryData<object, string> Values => new()
    {
        { new { Name = "Ann", Age = 42 }, "{\"Name\":\"Ann\",\"Age\":42}" },
        { "text", "\"text\"" },
        { "{\"a\":1}", "\"{\\\"a\\\":1}\"" },
        { 3, "3" },
        { double.NaN, "\"NaN\"" },
        { (1, "é"), "{\"Item1\":1,\"Item2\":\"é\"}" },
        { new[,] { { 1, 2 }, { 3, 4 } }, "[[1,2],[3,4]]" },
        { new int[2, 1, 1], "[[[0]],[[0]]]" },
        { new { Matrix = new double[1, 25] }, "{\"Matrix\":[[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]]}" },
        { new Dictionary<string, object?> { ["a"] = null, ["b"] = new[] { 1.5 } }, "{\"a\":null,\"b\":[1.5]}" },
        { JsonNode.Parse("{\"a\": [1, null]}")!, "{\"a\":[1,null]}" },
        { new { Type = typeof(List<int>), Big = BigInteger.Pow(10, 30) }, "{\"Type\":\"List\\u003Cint>\",\"Big\":1000000000000000000000000000000}" },
        { new InvalidOperationException("no"), "\"InvalidOperationException: no\"" },
        { DayOfWeek.Friday, "5" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void AValueAsJson(object value, string expected)
    {
        string json = MediaBundle.Of(value, ["application/json"])["application/json"];
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse(json)!.ToJsonString());
    }

    [Fact]
    public void NullIsJsonToo() => Assert.Equal("null", MediaBundle.Of(null, ["application/json"])["application/json"]);

    [Fact]
    public void ATableIsAnArrayOfItsRows()
    {
        using var table = new DataTable();
        table.Columns.Add("id", typeof(int));
        table.Columns.Add("name");
        for (int i = 0; i < 30; i++)
            table.Rows.Add(i, null);
        string json = MediaBundle.Of(new { table }, ["application/json"])["application/json"];
        Assert.StartsWith("{\"table\":[{\"id\":0,\"name\":null},", json);
        Assert.EndsWith("{\"id\":29,\"name\":null}]}", json);
    }

    [Fact]
    public void ACycleEnds()
    {
        var node = new Node();
        node.Next = node;
        Assert.Equal("{\"Next\":null}", MediaBundle.Of(node, ["application/json"])["application/json"]);
    }

    [Fact]
    public void WhatCannotBeJsonIsSaidSo()
    {
        static IEnumerable<int> Ones()
        {
            while (true)
                yield return 1;
        }

        Assert.Contains("or endless", Assert.Throws<ArgumentException>(() => MediaBundle.Of(Ones(), ["application/json"])).Message);
        Assert.Contains("cannot be shown as application/json", Assert.Throws<ArgumentException>(() => MediaBundle.Of(new Dictionary<(int, int), int> { [(1, 2)] = 3 }, ["application/json"])).Message);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("text/latex")]
    [InlineData("application/vnd.plotly.v1+json")]
    [InlineData("nonsense")]
    public void AMediaTypeThatNobodyCanMakeIsAnErrorThatSaysWhichCan(string mediaType)
    {
        string message = Assert.Throws<ArgumentException>(() => MediaBundle.Of(3, [mediaType])).Message;
        Assert.Contains($"type int cannot be shown as {mediaType}", message);
        Assert.Contains("text/html, text/plain, application/json", message);
    }

    [Fact]
    public void ATextIsShownInTheTypeItIsWrittenIn()
    {
        Assert.Equal("<b>1</b>", MediaBundle.Of("<b>1</b>", ["text/html"])["text/html"]);
        Assert.Equal("# a", MediaBundle.Of("# a", ["text/markdown"])["text/markdown"]);
        Assert.Throws<ArgumentException>(() => MediaBundle.Of("no base64", ["image/png"]));
        Assert.Throws<ArgumentException>(() => MediaBundle.Of("{", ["application/vnd.vega.v5+json"]));
    }

    [Fact]
    public void SeveralTypesComeTogether()
    {
        var data = MediaBundle.Of(new[] { 1 }, ["text/plain", "application/json"]);
        Assert.Equal(("[ 1 ]", "[1]", 2), (data["text/plain"], data["application/json"], data.Count));
    }

    private sealed class Node
    {
        public Node? Next { get; set; }
    }
}
