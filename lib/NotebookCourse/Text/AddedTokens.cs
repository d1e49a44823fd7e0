using System.Buffers;

namespace NotebookCourse.Text;

/// <summary>Finds tokens that stand in the text under their own spelling, such as the marks of a dialogue's turns.</summary>
internal sealed class AddedTokens
{
    private readonly Node _root = new();
    private readonly SearchValues<char> _firstLetters;

    public AddedTokens(IEnumerable<AddedToken> tokens)
    {
        foreach (AddedToken token in tokens)
        {
            Node node = _root;
            foreach (char letter in token.Content)
            {
                if (!node.Next.TryGetValue(letter, out Node? child))
                    node.Next.Add(letter, child = new Node());
                node = child;
            }

            node.Token = token;
        }

        _firstLetters = SearchValues.Create([.. _root.Next.Keys]);
    }

    /// <summary>The first added token in the text; where several begin at one place, the longest.</summary>
    public bool TryFind(ReadOnlySpan<char> text, out int position, out AddedToken token)
    {
        position = 0;
        while (text[position..].IndexOfAny(_firstLetters) is >= 0 and int skip)
        {
            position += skip;
            if (LongestAt(text[position..]) is { } found)
            {
                token = found;
                return true;
            }

            position++;
        }

        token = default!;
        return false;
    }

    private AddedToken? LongestAt(ReadOnlySpan<char> text)
    {
        AddedToken? longest = null;
        Node? node = _root;
        for (int i = 0; i < text.Length && node.Next.TryGetValue(text[i], out node); i++)
            longest = node.Token ?? longest;
        return longest;
    }

    private sealed class Node
    {
        public Dictionary<char, Node> Next { get; } = [];

        public AddedToken? Token { get; set; }
    }
}
