namespace NotebookCourse.Kernel.Client;

/// <summary>What a kernel's process wrote last, and what its end means in words.</summary>
internal sealed class KernelEnd
{
    private const int RememberedLines = 40;

    private readonly Queue<string> _lines = new();
    private string? _cause;

    /// <summary>What the process wrote last.</summary>
    public string Lines
    {
        get
        {
            lock (_lines)
                return string.Join("\n", _lines.Where(line => !line.StartsWith("frame #", StringComparison.Ordinal))); // libtorch's addresses say nothing to a learner
        }
    }

    /// <summary>Remembers a line of the process's console.</summary>
    public void Remember(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
        {
            _cause ??= line switch
            {
                "Stack overflow." => "endless recursion used up the stack",
                "Out of memory." => "it ran out of memory",
                _ when line.StartsWith("Unhandled exception.", StringComparison.Ordinal) => "an exception that nothing caught ended it",
                _ => null,
            };
            _lines.Enqueue(line);
            if (_lines.Count > RememberedLines)
                _lines.Dequeue();
        }
    }

    /// <summary>Why it ended.</summary>
    /// <param name="exitCode">Its exit code; null while it still runs.</param>
    public string Words(int? exitCode)
    {
        lock (_lines)
        {
            return exitCode switch
            {
                null => "it does not answer",
                137 => "the system ended it (killed, perhaps for want of memory)",
                _ when _cause is not null => _cause,
                134 => "native code ended it (abort)",
                139 => "native code ended it (invalid memory access)",
                var code => $"exit code {code}",
            };
        }
    }
}
