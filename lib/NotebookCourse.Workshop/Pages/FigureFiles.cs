using System.Security.Cryptography;
using System.Text;

namespace NotebookCourse.Workshop.Pages;

/// <summary>
/// The figures of the pages as files of their own, named by what they hold: pages stay small, and a figure is loaded
/// when it comes near the window.
/// </summary>
internal sealed class FigureFiles
{
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly Lock _gate = new();

    /// <summary>Every file added so far, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Files
    {
        get
        {
            lock (_gate)
                return new Dictionary<string, byte[]>(_files);
        }
    }

    /// <summary>Adds a picture (SVG).</summary>
    /// <returns>The file's name.</returns>
    public string AddPicture(byte[] svg) => Add(svg, Name(svg) + ".svg");

    /// <summary>Adds a chart's JSON as a script, which a page opened from a file may load where it may not fetch.</summary>
    /// <returns>The chart's name, which is the file's without <c>.js</c>.</returns>
    public string AddChart(string json)
    {
        string name = Name(Encoding.UTF8.GetBytes(json));
        string quoted = System.Text.Json.JsonSerializer.Serialize(json);
        Add(Encoding.UTF8.GetBytes($"(window.courseFigures??={{}})[\"{name}\"]={quoted};\n"), name + ".js");
        return name;
    }

    /// <summary>A file's content, or null if there is none of that name.</summary>
    public byte[]? Find(string name)
    {
        lock (_gate)
            return _files.GetValueOrDefault(name);
    }

    private string Add(byte[] content, string name)
    {
        lock (_gate)
            _files[name] = content;
        return name;
    }

    private static string Name(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content))[..16];
}
