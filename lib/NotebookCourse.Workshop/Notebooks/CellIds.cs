using System.Security.Cryptography;
using System.Text;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>
/// Names cells by what they hold, so that a cell put in before others changes no other's id. The notebook format
/// wants 1 to 64 letters, digits, dashes and underscores.
/// </summary>
internal sealed class CellIds
{
    private readonly Dictionary<string, int> _used = [];

    /// <summary>The id of the next cell of this kind and content.</summary>
    public string Next(string kind, string content)
    {
        string id = $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..8]}";
        int number = _used.GetValueOrDefault(id) + 1;
        _used[id] = number;
        return number == 1 ? id : $"{id}-{number}";
    }
}
