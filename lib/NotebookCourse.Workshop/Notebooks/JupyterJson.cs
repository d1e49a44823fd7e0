using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookCourse.Workshop.Notebooks;

/// <summary>
/// JSON as Jupyter writes a notebook that a browser sends it: Python's <c>json.dumps(sort_keys=True, indent=1, ensure_ascii=False)</c> of
/// numbers that went through JavaScript. A notebook written so does not change when an editor opens and saves it.
/// </summary>
internal static class JupyterJson
{
    /// <summary>The text, without a line end.</summary>
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node, 0);
        return text.ToString();
    }

    /// <summary>A number: whole ones without a point, others in the fewest digits that name them.</summary>
    public static string Number(double value)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < 1e21)
            return Whole(value);
        (string digits, int exponent, string sign) = Parts(value.ToString("R", CultureInfo.InvariantCulture));
        if (exponent is < -4 or >= 16)
        {
            string mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            return $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        return exponent < 0
            ? $"{sign}0.{new string('0', -exponent - 1)}{digits}"
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    // JavaScript pads the shortest digits of a whole number with zeros; minus zero is 0.
    private static string Whole(double value)
    {
        if (value == 0)
            return "0";
        (string digits, int exponent, string sign) = Parts(value.ToString("R", CultureInfo.InvariantCulture));
        return sign + digits.PadRight(exponent + 1, '0');
    }

    /// <summary>The digits of a number without zeros at either end, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent, string Sign) Parts(string number)
    {
        string sign = number.StartsWith('-') ? "-" : "";
        string[] halves = number.TrimStart('-').Split('E');
        int power = halves.Length > 1 ? int.Parse(halves[1], CultureInfo.InvariantCulture) : 0;
        int point = halves[0].IndexOf('.') is var found and >= 0 ? found : halves[0].Length;
        string all = halves[0].Replace(".", "", StringComparison.Ordinal);
        int leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), point - leading - 1 + power, sign);
    }

    private static void Write(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject json:
                WriteItems(text, '{', '}', [.. json.OrderBy(entry => entry.Key, StringComparer.Ordinal)], depth, entry =>
                {
                    WriteString(text, entry.Key);
                    text.Append(": ");
                    Write(text, entry.Value, depth + 1);
                });
                break;
            case JsonArray list:
                WriteItems(text, '[', ']', [.. list], depth, item => Write(text, item, depth + 1));
                break;
            default:
                WriteValue(text, node);
                break;
        }
    }

    private static void WriteItems<T>(StringBuilder text, char open, char close, T[] items, int depth, Action<T> write)
    {
        text.Append(open);
        for (int i = 0; i < items.Length; i++)
        {
            text.Append(i == 0 ? "\n" : ",\n").Append(' ', depth + 1);
            write(items[i]);
        }

        if (items.Length > 0)
            text.Append('\n').Append(' ', depth);
        text.Append(close);
    }

    private static void WriteValue(StringBuilder text, JsonNode? value)
    {
        switch (value?.GetValueKind() ?? JsonValueKind.Null)
        {
            case JsonValueKind.String:
                WriteString(text, value!.GetValue<string>());
                break;
            case JsonValueKind.Number:
                text.Append(Number(double.Parse(value!.ToJsonString(), CultureInfo.InvariantCulture)));
                break;
            default:
                text.Append(value is null ? "null" : value.ToJsonString());
                break;
        }
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char letter in value)
        {
            text.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' => $"\\u{(int)letter:x4}",
                _ => letter.ToString(),
            });
        }

        text.Append('"');
    }
}
