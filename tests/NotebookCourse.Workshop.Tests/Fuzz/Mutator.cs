using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotebookCourse.Workshop.Tests.Fuzz;

/// <summary>Damages files: single bytes, words, numbers, lines, and values and names of JSON. The same random numbers give the same damage.</summary>
internal sealed partial class Mutator(Random random)
{
    private static readonly string[] Nasty =
    [
        "0", "-1", "-5", "2", "255", "256", "65536", "1048577", "2147483647", "2147483648", "-2147483648", "4294967296", "1000000000", "9223372036854775807",
        "18446744073709551616", "1e10", "1e308", "1e999", "1e-320", "0.5", "-0", "NaN", "null", "true", "false", "\"\"", "\"a\"", "\"\\ud800\"", "\"\\u0000\"",
        "\"../../etc/passwd\"", "[]", "{}", "[null]", "[\"a\",\"b\"]", "{\"a\":null}", "[[]]", "\"2147483647\"",
    ];

    /// <summary>A damaged copy, with one to three faults.</summary>
    public byte[] Damage(byte[] file)
    {
        byte[] result = file;
        for (int faults = 1 + random.Next(3); faults > 0; faults--)
        {
            result = random.Next(5) switch
            {
                0 => Bytes(result),
                1 => Words(result),
                2 => Numbers(result),
                3 => Lines(result),
                _ => Tree(result),
            };
        }

        return result;
    }

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => random.Next(times) == 0;

    private byte[] Bytes(byte[] file)
    {
        if (file.Length == 0)
            return [0];
        int at = random.Next(file.Length), length = Math.Min(file.Length - at, 1 + random.Next(16));
        return random.Next(5) switch
        {
            0 => [.. file[..at], (byte)(file[at] ^ (1 << random.Next(8))), .. file[(at + 1)..]],
            1 => [.. file[..at], (byte)random.Next(256), .. file[at..]],
            2 => [.. file[..at], .. file[(at + length)..]],
            3 => [.. file[..(at + length)], .. file[at..]],
            _ => file[..at],
        };
    }

    private byte[] Words(byte[] file) => Replace(file, AnyWord(), _ => Nasty[random.Next(Nasty.Length)]);

    private byte[] Numbers(byte[] file) => Replace(file, AnyNumber(), match => random.Next(4) switch
    {
        0 => match.Value + random.Next(10),
        1 => "-" + match.Value,
        2 => $"{random.Next()}",
        _ => Nasty[random.Next(16)],
    });

    private byte[] Lines(byte[] file)
    {
        List<string> lines = [.. Text(file).Split('\n')];
        int at = random.Next(lines.Count), other = random.Next(lines.Count);
        switch (random.Next(3))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(other, lines[at]);
                break;
            default:
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
        }

        return Bytes(string.Join('\n', lines));
    }

    /// <summary>Damages a value or a name somewhere in JSON; a file that is none, or no longer one, loses bytes.</summary>
    private byte[] Tree(byte[] file)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(Text(file), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            List<JsonNode> parents = [.. Parents(root)];
            if (parents.Count == 0)
                return Bytes(file);
            if (Change(parents[random.Next(parents.Count)]) is not { } repeated)
                return Bytes(root!.ToJsonString());
            return Bytes(Regex.Replace(root!.ToJsonString(), Regex.Escape(JsonSerializer.Serialize(repeated) + ":"), $"{JsonSerializer.Serialize(repeated)}:{Nasty[random.Next(Nasty.Length)]},$0"));
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException) // what is damaged already
        {
            return Bytes(file);
        }
    }

    /// <summary>Changes a child; or returns a name that shall stand twice.</summary>
    private string? Change(JsonNode parent)
    {
        JsonNode? Value() => JsonNode.Parse(Nasty.Where(IsJson).ElementAt(random.Next(Nasty.Count(IsJson))));
        if (parent is JsonArray list)
        {
            int at = random.Next(list.Count);
            if (random.Next(3) == 0)
                list.RemoveAt(at);
            else
                list[at] = random.Next(3) == 0 ? list[random.Next(list.Count)]?.DeepClone() : Value();
            return null;
        }

        var fields = (JsonObject)parent;
        string name = fields.ElementAt(random.Next(fields.Count)).Key;
        switch (random.Next(5))
        {
            case 0:
                fields.Remove(name);
                return null;
            case 1:
                fields[name + "_"] = Value();
                return null;
            case 2:
                return name;
            default:
                fields[name] = Value();
                return null;
        }
    }

    private static bool IsJson(string text) => text is not "NaN";

    private static IEnumerable<JsonNode> Parents(JsonNode? node)
    {
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject fields => fields.Select(field => field.Value),
            JsonArray list => list,
            _ => [],
        };
        return (node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } ? [node] : Array.Empty<JsonNode>()).Concat(children.SelectMany(Parents));
    }

    private byte[] Replace(byte[] file, Regex pattern, Func<Match, string> replacement)
    {
        string text = Text(file);
        MatchCollection matches = pattern.Matches(text);
        if (matches.Count == 0)
            return Bytes(file);
        Match match = matches[random.Next(matches.Count)];
        return Bytes(text[..match.Index] + replacement(match) + text[(match.Index + match.Length)..]);
    }

    // A byte a character, so that what is no UTF-8 survives.
    private static string Text(byte[] file) => Encoding.Latin1.GetString(file);

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    [GeneratedRegex("[\\w.+-]+|\"[^\"\\n]*\"")]
    private static partial Regex AnyWord();

    [GeneratedRegex(@"\d+")]
    private static partial Regex AnyNumber();
}
