using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>
/// What one cell has shown since it was last run, so that a page opened later shows it too. It is limited, because a browser
/// with more does not scroll any more; but how the cell ended is always shown: its error, its value, an exercise's verdict.
/// </summary>
internal sealed class CellTranscript
{
    /// <summary>Characters of text that one cell shows in a page.</summary>
    public const int MostText = 1_000_000;

    /// <summary>Characters of rich values that one cell shows in a page at one time; an update takes away what it replaces.</summary>
    public const int MostData = 16_000_000;

    private const int MostErrorText = 100_000;

    private readonly List<CellOutput> _outputs = [];
    private readonly Dictionary<string, List<int>> _displays = new(StringComparer.Ordinal);
    private long _text;
    private long _data;
    private bool _textCut;
    private bool _dataCut;
    private bool _clearNext;

    /// <summary>Adds an output.</summary>
    /// <returns>What the pages are to show now: nothing of what is over a limit, after that was said once.</returns>
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
        return [.. (output switch
        {
            StreamOutput text => AddText(text),
            DisplayOutput { IsUpdate: true } update => Update(update),
            TurnedOutput turned => Turn(turned),
            _ => AddValue(output),
        }).Select(Messages.Of)];
    }

    /// <summary>Whether a display of this name stands here, so that an update of it belongs here.</summary>
    public bool Holds(string? display) => display is not null && _displays.ContainsKey(display);

    /// <summary>Everything shown, with neighbouring pieces of text as one.</summary>
    public IReadOnlyList<object> Show() => [.. _outputs.Select(Messages.Of)];

    private IReadOnlyList<CellOutput> AddText(StreamOutput text)
    {
        if (_textCut)
            return [];
        int room = (int)Math.Min(text.Text.Length, MostText - _text);
        _text += room;
        if (room == text.Text.Length)
            return [Keep(text)];
        _textCut = true;
        var start = Keep(text with { Text = text.Text[..room] });
        return [start, Keep(new CutOutput(MostText))];
    }

    private IReadOnlyList<CellOutput> AddValue(CellOutput output)
    {
        CellOutput shown = output is ErrorOutput error ? Shortened(error) : output;
        long size = Size(shown);
        bool isVerdict = shown is ErrorOutput or ResultOutput || IsExerciseReport(shown);
        if (_data + size <= MostData || (isVerdict && size <= MostData))
        {
            _data += size;
            return [Keep(shown)];
        }

        // The end of a cell is shown, in words where its figure is too large.
        List<CellOutput> kept = [];
        if (shown is ResultOutput result)
            kept.Add(Keep(result with { Data = InWords(result.Data) }));
        if (!_dataCut)
            kept.Add(Keep(new CutOutput(MostData)));
        _dataCut = true;
        return kept;
    }

    private IReadOnlyList<CellOutput> Update(DisplayOutput update)
    {
        if (update.DisplayId is null || !_displays.TryGetValue(update.DisplayId, out List<int>? places))
            return [update];
        long size = Size(update), replaced = places.Sum(place => Size(_outputs[place]));
        if (_data - replaced + (size * places.Count) > MostData)
        {
            if (_dataCut)
                return [];
            _dataCut = true;
            return [Keep(new CutOutput(MostData))];
        }

        _data += (size * places.Count) - replaced;
        foreach (int place in places)
            _outputs[place] = update with { IsUpdate = false };
        return [update];
    }

    // Only the last setting of a control is kept, and only one that is whole.
    private IReadOnlyList<CellOutput> Turn(TurnedOutput turned)
    {
        int place = _outputs.FindIndex(output => output is TurnedOutput earlier && earlier.Control == turned.Control);
        long replaced = place < 0 ? 0 : Size(_outputs[place]);
        if (_data + Size(turned) - replaced > MostData)
            turned = turned with { Outputs = [new CutOutput(MostData)] };
        _data += Size(turned) - replaced;
        if (place < 0)
            _outputs.Add(turned);
        else
            _outputs[place] = turned;
        return [turned];
    }

    private CellOutput Keep(CellOutput output)
    {
        if (output is StreamOutput text && _outputs.LastOrDefault() is StreamOutput last && last.Name == text.Name && last.Text.Length < 64_000)
        {
            _outputs[^1] = last with { Text = last.Text + text.Text };
            return output;
        }

        if (output is DisplayOutput { DisplayId: { } display })
        {
            if (!_displays.TryGetValue(display, out List<int>? places))
                _displays[display] = places = [];
            places.Add(_outputs.Count);
        }

        _outputs.Add(output);
        return output;
    }

    private void Clear()
    {
        _outputs.Clear();
        _displays.Clear();
        (_text, _data, _textCut, _dataCut, _clearNext) = (0, 0, false, false, false);
    }

    private static long Size(CellOutput output) => output switch
    {
        DisplayOutput display => Size(display.Data),
        ResultOutput result => Size(result.Data),
        TurnedOutput { Outputs: { } outputs } => outputs.Sum(shown => shown is StreamOutput text ? text.Text.Length : Size(shown)),
        _ => 0,
    };

    private static long Size(IReadOnlyDictionary<string, string> data) => data.Values.Sum(value => (long)value.Length);

    private static bool IsExerciseReport(CellOutput output) =>
        output is DisplayOutput display && display.Data.TryGetValue("text/html", out string? html) && html.Contains("data-exercise", StringComparison.Ordinal);

    private static Dictionary<string, string> InWords(IReadOnlyDictionary<string, string> data) =>
        new() { ["text/plain"] = Shortened(data.GetValueOrDefault("text/plain", "…")) };

    private static ErrorOutput Shortened(ErrorOutput error) => error.Value.Length + error.Traceback.Sum(line => (long)line.Length) <= MostErrorText
        ? error
        : error with { Value = Shortened(error.Value), Traceback = [Shortened(string.Join("\n", error.Traceback))] };

    private static string Shortened(string text) => text.Length <= MostErrorText ? text : $"{text[..(MostErrorText / 2)]}\n…\n{text[^(MostErrorText / 2)..]}";
}

/// <summary>Stands where outputs are left out.</summary>
/// <param name="Limit">The limit in characters.</param>
internal sealed record CutOutput(int Limit) : CellOutput;
