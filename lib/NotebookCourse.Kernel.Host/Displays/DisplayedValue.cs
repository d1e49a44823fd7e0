using NotebookCourse.Kernel.Formatting;
using NotebookCourse.Kernel.Outputs;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Displays;

/// <summary>Something a cell shows. Its id never changes, so that it can be shown anew in its place.</summary>
public sealed class DisplayedValue
{
    private readonly string[] _mimeTypes;

    internal DisplayedValue(string displayId, string[] mimeTypes)
    {
        DisplayId = displayId;
        _mimeTypes = mimeTypes;
    }

    /// <summary>Names the display to the front end.</summary>
    public string DisplayId { get; }

    /// <summary>Shows another value in the same place.</summary>
    public void Update(object? value) => Show(value, isUpdate: true);

    internal void Show(object? value, bool isUpdate)
    {
        var data = MediaBundle.Of(value, _mimeTypes);
        if (CellRun.Current is { } run)
            run.Send(new DisplayOutput(data, DisplayId, isUpdate));
        else
            Console.WriteLine(data.GetValueOrDefault("text/plain", ""));
    }
}
