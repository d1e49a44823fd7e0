using System.Text;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Tests.Notebooks;

public sealed class NotebookReaderTests : IDisposable
{
    private const string Good = """
        { "nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
          { "cell_type": "markdown", "id": "a", "metadata": { "tags": ["exercise"] }, "source": ["# One\n", "two"] },
          { "cell_type": "code", "id": "b", "execution_count": 1, "metadata": {}, "source": "1 + 1", "outputs": [
            { "output_type": "stream", "name": "stdout", "text": ["x"] },
            { "output_type": "display_data", "metadata": {}, "data": { "text/plain": "y", "image/png": "iVBORw0KGgo=\n", "text/html": "<img src=\"data:image/svg+xml;base64,AAAA\">", "application/json": null } } ] } ] }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("notebook-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_good_one_is_read()
    {
        IReadOnlyList<ExecutedCell> cells = Read(Good);
        Assert.Equal(["# One\ntwo", "1 + 1"], cells.Select(cell => cell.Cell.Source));
        Assert.Equal([0, 2], cells.Select(cell => cell.Outputs.Count));
        Assert.Equal(["exercise"], cells[0].Cell.Tags);
    }

    [Theory]
    [InlineData("\"nbformat\": 4", "\"nbformat\": \"4\"", "nbformat")]
    [InlineData("\"nbformat\": 4", "\"nbformat\": 3", "nbformat is 3, expected 4")]
    [InlineData("\"cells\": [", "\"cells\": [ null,", "cell 1 is null")]
    [InlineData("\"cells\": [", "\"cells\": [], \"cellz\": [", null)]
    [InlineData("\"cells\": [", "\"cells\": 5, \"cellz\": [", "no list of cells")]
    [InlineData("\"markdown\"", "null", "cell 1: its cell_type is null")]
    [InlineData("\"markdown\"", "\"heading\"", "'heading', expected code, markdown or raw")]
    [InlineData("\"id\": \"b\"", "\"id\": 7", "cell 2: its id is of kind Number")]
    [InlineData("\"id\": \"b\"", "\"id\": \"b\", \"id\": \"c\"", "'id' stands twice")]
    [InlineData("\"exercise\"", "null", "cell 1: a tag is null")]
    [InlineData("[\"exercise\"]", "{}", "cell 1: its tags is of kind Object")]
    [InlineData("\"two\"", "2", "cell 1: its source, a line of it, is of kind Number")]
    [InlineData("\"1 + 1\"", "{}", "cell 2: its source is of kind Object")]
    [InlineData("\"stream\"", "null", "cell 2, output 1: its output_type")]
    [InlineData("\"stream\"", "\"pyout\"", "'pyout', expected stream")]
    [InlineData("\"stdout\"", "null", "cell 2, output 1: its name")]
    [InlineData("[\"x\"]", "[[\"x\"]]", "cell 2, output 1: its text")]
    [InlineData("\"y\"", "{\"a\":1}", "cell 2, output 2: its text/plain")]
    [InlineData("iVBORw0KGgo=", "iVBORw0KGgo*", "cell 2, output 2: its image/png holds a picture that is no base64")]
    [InlineData("iVBORw0KGgo=", "\\\"><script>", "cell 2, output 2: its image/png holds a picture that is no base64")]
    [InlineData("base64,AAAA", "base64,A", "cell 2, output 2: its text/html holds a picture that is no base64")]
    [InlineData("\"two\"", "\"\\ud83d\"", "line 2")]
    public void What_a_notebook_cannot_hold_is_refused_with_its_cell(string passage, string becomes, string? message)
    {
        int at = Good.IndexOf(passage, StringComparison.Ordinal);
        string text = Good[..at] + becomes + Good[(at + passage.Length)..];
        if (message is null)
            Assert.Empty(Read(text));
        else
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(text)).Message);
    }

    private IReadOnlyList<ExecutedCell> Read(string text)
    {
        string path = Path.Combine(_folder, "a.ipynb");
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return NotebookFile.Read(path);
    }
}
