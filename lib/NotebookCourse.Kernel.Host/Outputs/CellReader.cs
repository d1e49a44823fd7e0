namespace NotebookCourse.Kernel.Outputs;

/// <summary>Console input that asks the person at the notebook, one line at a time.</summary>
internal sealed class CellReader(TextReader elsewhere) : TextReader
{
    private string _line = "";
    private int _position;

    public override int Peek() => CellRun.Current is null ? elsewhere.Peek() : Fill()[_position];

    public override int Read()
    {
        if (CellRun.Current is null)
            return elsewhere.Read();
        char next = Fill()[_position];
        _position++;
        return next;
    }

    public override string? ReadLine()
    {
        if (CellRun.Current is null)
            return elsewhere.ReadLine();
        string line = Fill()[_position..].TrimEnd('\n');
        _position = _line.Length;
        return line;
    }

    public override string ReadToEnd() => CellRun.Current is null ? elsewhere.ReadToEnd() : ReadLine() ?? "";

    public override Task<string?> ReadLineAsync() => Task.FromResult(ReadLine());

    public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) => ValueTask.FromResult(ReadLine());

    // What is left of the last line, or a new one.
    private string Fill()
    {
        if (_position < _line.Length)
            return _line;
        _line = Ask("", password: false) + "\n";
        _position = 0;
        return _line;
    }

    /// <summary>One answer of the person.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    public static string Ask(string prompt, bool password)
    {
        var run = CellRun.Current ?? throw new InvalidOperationException("Input can be asked for only inside a cell.");
        if (run.Input is not { } input)
            throw new InvalidOperationException("The cell asks for input, but nobody can answer here: this run is not interactive. Give the value in the cell instead.");
        run.Flush();
        return input(prompt, password, run.CancellationToken);
    }
}
