using System.Text;
using NotebookCourse.Probability;

namespace NotebookCourse.Text;

/// <summary>
/// Lines of balanced brackets, such as <c>([])[]</c>: a language that no count of fixed length can learn, because a
/// bracket must match one arbitrarily far back. What may come next depends only on the open brackets, so the true
/// distribution is known everywhere.
/// </summary>
public static class BracketStrings
{
    /// <summary>The deepest nesting drawn.</summary>
    public const int MostDepth = 12;

    private const double OpenInside = 0.4, EndOutside = 0.4;

    /// <summary>The true P(next character | the line so far).</summary>
    /// <param name="line">The beginning of one line: any balanced or still open brackets ( [ ] ).</param>
    /// <exception cref="ArgumentException">The line cannot be continued: a bracket does not match, or it is too deep.</exception>
    public static Distribution<string> Next(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        Stack<char> open = Open(line);
        if (open.Count == 0)
        {
            double more = line.Length == 0 ? 1 : 1 - EndOutside;
            return Distribution.Of(("(", more / 2), ("[", more / 2), ("\n", 1 - more));
        }

        double deeper = open.Count < MostDepth ? OpenInside : 0;
        return Distribution.Of(("(", deeper / 2), ("[", deeper / 2), (Closing(open.Peek()).ToString(), 1 - deeper));
    }

    /// <summary>Draws lines.</summary>
    /// <param name="count">How many; at least 0.</param>
    /// <param name="seed">The same seed draws the same lines.</param>
    public static string Generate(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            string line = "";
            for (string next = ""; next != "\n"; line += next)
                next = Next(line).Sample(random);
            text.Append(line);
        }

        return text.ToString();
    }

    private static Stack<char> Open(string line)
    {
        var open = new Stack<char>();
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] is '(' or '[')
                open.Push(line[i]);
            else if (open.Count == 0 || line[i] != Closing(open.Pop()))
                throw new ArgumentException($"Character {i} of '{line}' closes nothing that is open there; expected balanced ( ) [ ].", nameof(line));
        }

        return open.Count <= MostDepth
            ? open
            : throw new ArgumentException($"'{line}' is {open.Count} deep; expected at most {MostDepth}.", nameof(line));
    }

    private static char Closing(char opening) => opening == '(' ? ')' : ']';
}
