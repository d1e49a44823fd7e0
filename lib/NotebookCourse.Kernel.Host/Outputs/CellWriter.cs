using System.Text;

namespace NotebookCourse.Kernel.Outputs;

/// <summary>A console stream that belongs to whichever cell the caller belongs to.</summary>
internal sealed class CellWriter(string stream, TextWriter elsewhere) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (CellRun.Current is { } run)
            run.Write(stream, buffer);
        else
            elsewhere.Write(buffer);
    }

    public override void WriteLine(string? value)
    {
        // One write for text and line end: two cells' lines never mix.
        if (CellRun.Current is { } run)
            run.Write(stream, value + "\n");
        else
            elsewhere.WriteLine(value);
    }

    public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(buffer.ToString());

    public override void WriteLine(char[] buffer, int index, int count) => WriteLine(new string(buffer, index, count));

    public override void WriteLine() => Write("\n");

    public override void Flush()
    {
        if (CellRun.Current is { } run)
            run.Flush();
        else
            elsewhere.Flush();
    }

    protected override void Dispose(bool disposing)
    {
        // The console outlives every cell: a cell that disposes of Console.Out only flushes it.
        Flush();
    }
}
