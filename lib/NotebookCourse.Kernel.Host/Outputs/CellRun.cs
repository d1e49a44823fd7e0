using System.Text;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Outputs;

/// <summary>
/// One execution of one cell, as its outputs see it. Everything the cell writes or shows comes through here, in
/// order; text is gathered for a moment so that a loop of a hundred thousand writes makes a few hundred messages.
/// It flows with the execution context: a task that outlives its cell still writes to the cell that started it.
/// </summary>
internal sealed class CellRun(Action<CellOutput> onOutput, OutputLimits limits, OutputFlusher flusher)
{
    private static readonly AsyncLocal<CellRun?> CurrentRun = new();

    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private string _stream = "stdout";
    private long _written;
    private bool _cut;

    /// <summary>The cell that the calling code belongs to; null outside every cell.</summary>
    public static CellRun? Current
    {
        get => CurrentRun.Value;
        set
        {
            CurrentRun.Value = value;
            Latest = value ?? Latest;
        }
    }

    /// <summary>The cell that has begun last; null before the first.</summary>
    public static CellRun? Latest { get; private set; }

    /// <summary>How the cell reads a line from the person; null when nobody can answer.</summary>
    public InputRequest? Input { get; init; }

    /// <summary>Interrupts the cell.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Adds text of a stream; it is sent within <see cref="OutputFlusher.Interval"/>.</summary>
    public void Write(string stream, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;
        bool first;
        lock (_gate)
            first = Append(stream, text);
        if (first)
            flusher.Schedule(this);
    }

    /// <summary>Sends what was gathered, then this output.</summary>
    public void Send(CellOutput output)
    {
        lock (_gate)
        {
            SendGathered();
            onOutput(limits.Apply(output));
        }
    }

    /// <summary>Sends what was gathered.</summary>
    public void Flush()
    {
        lock (_gate)
            SendGathered();
    }

    // True when this text is the first to be gathered, so that somebody must come and send it.
    private bool Append(string stream, ReadOnlySpan<char> text)
    {
        if (_cut)
            return false;
        if (stream != _stream)
        {
            SendGathered();
            _stream = stream;
        }

        bool first = _text.Length == 0;
        long room = limits.StreamCharacters - _written;
        if (text.Length > room)
        {
            _cut = true;
            _text.Append(text[..(int)room]);
            _text.Append($"\n[The cell wrote more than {limits.StreamCharacters:N0} characters; the rest is not shown.]\n");
        }
        else
        {
            _text.Append(text);
        }

        _written += text.Length;
        if (_text.Length < OutputLimits.StreamMessageCharacters)
            return first;
        SendGathered();
        return false;
    }

    private void SendGathered()
    {
        if (_text.Length == 0)
            return;
        string text = _text.ToString();
        _text.Clear();
        onOutput(new StreamOutput(_stream, text));
    }
}
