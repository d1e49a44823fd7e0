using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>What one cell has shown since it was last run, so that a page opened later shows it too.</summary>
internal sealed class CellTranscript
{
    /// <summary>Characters of text that one cell shows in a page; a browser with more of it does not scroll any more.</summary>
    public const int MostText = 1_000_000;

    /// <summary>Characters of rich values that one cell shows in a page.</summary>
    public const int MostData = 16_000_000;

    private readonly List<CellOutput> _outputs = [];
    private long _text;
    private long _data;
    private object? _cut;
    private bool _clearNext;

    /// <summary>Adds an output.</summary>
    /// <returns>What the pages are to show now: nothing once the cell is over its limit.</returns>
    public IReadOnlyList<object> Add(CellOutput output)
    {
        if (output is ClearOutput clear)
        {
            _clearNext = true;
            if (!clear.Wait)
                Clear();
            return [Messages.Of(output)];
        }

        if (_clearNext)
            Clear();
        if (_cut is not null)
            return [];
        if (HasRoom(output))
        {
            Keep(output);
            return [Messages.Of(output)];
        }

        _cut = Messages.Cut($"{(output is StreamOutput ? MostText : MostData) / 1_000_000} MB");
        if (output is not StreamOutput text)
            return [_cut];
        StreamOutput start = text with { Text = text.Text[..^(int)(_text - MostText)] }; // a text that came in one piece
        Keep(start);
        return [Messages.Of(start), _cut];
    }

    /// <summary>Everything shown, with neighbouring pieces of text as one.</summary>
    public IReadOnlyList<object> Show() => _cut is null ? [.. _outputs.Select(Messages.Of)] : [.. _outputs.Select(Messages.Of), _cut];

    private bool HasRoom(CellOutput output)
    {
        if (output is StreamOutput stream)
            return (_text += stream.Text.Length) <= MostText;
        IReadOnlyDictionary<string, string>? data = output switch
        {
            DisplayOutput display => display.Data,
            ResultOutput result => result.Data,
            _ => null,
        };
        return (_data += data?.Values.Sum(value => (long)value.Length) ?? 0) <= MostData;
    }

    private void Keep(CellOutput output)
    {
        if (output is DisplayOutput { IsUpdate: true } update)
        {
            int shown = _outputs.FindIndex(other => other is DisplayOutput display && display.DisplayId == update.DisplayId);
            if (shown >= 0)
                _outputs[shown] = update with { IsUpdate = false };
        }
        else if (output is StreamOutput text && _outputs.LastOrDefault() is StreamOutput last && last.Name == text.Name && last.Text.Length < 64_000)
        {
            _outputs[^1] = last with { Text = last.Text + text.Text };
        }
        else
        {
            _outputs.Add(output);
        }
    }

    private void Clear()
    {
        _outputs.Clear();
        (_text, _data, _cut, _clearNext) = (0, 0, null, false);
    }
}
