using System.Globalization;
using System.Text.Json.Nodes;

namespace NotebookCourse.Figures;

/// <summary>What a <see cref="Control"/> may be set to, and what a page needs to know to offer it.</summary>
/// <param name="Name">What it sets.</param>
/// <param name="Start">The setting it starts with, as the page writes it.</param>
internal abstract record ControlInput(string Name, string Start)
{
    /// <summary>Refuses a setting that the control does not have.</summary>
    /// <exception cref="ArgumentException">It says which there are.</exception>
    public abstract void Require(string value);

    /// <summary>The input as data; lib/NotebookCourse.Workshop/Pages/web/src/controls.ts reads it.</summary>
    public abstract JsonObject ToJson();

    /// <summary>A number as a page and an error write it.</summary>
    public static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private protected JsonObject Json(string kind) => new() { ["name"] = Name, ["kind"] = kind, ["start"] = Start };

    private protected ArgumentException Refusal(string value, string expected) =>
        new(Language.Pick($"\"{value}\" is no setting of the control \"{Name}\"; expected {expected}.", $"控件“{Name}”不能设成“{value}”，应为{expected}。"));
}

/// <summary>Numbers from <paramref name="From"/> to <paramref name="To"/>.</summary>
internal sealed record SliderInput(string Name, double From, double To, double Step, double First)
    : ControlInput(Name, Number(First))
{
    public override void Require(string value)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !(number >= From && number <= To))
            throw Refusal(value, Language.Pick($"a number from {Number(From)} to {Number(To)}", $" {Number(From)} 到 {Number(To)} 之间的数"));
    }

    public override JsonObject ToJson()
    {
        JsonObject json = Json("slider");
        (json["from"], json["to"], json["step"]) = (From, To, Step);
        return json;
    }
}

/// <summary>A line of text of at most <see cref="Control.LongestText"/> characters.</summary>
internal sealed record TextInput : ControlInput
{
    public TextInput(string name, string start)
        : base(name, start) => Require(start);

    public override void Require(string value)
    {
        if (value.Length > Control.LongestText)
            throw Refusal(value[..20] + "…", Language.Pick($"at most {Control.LongestText} characters, got {value.Length}", $"至多 {Control.LongestText} 个字符，这里有 {value.Length} 个"));
    }

    public override JsonObject ToJson()
    {
        JsonObject json = Json("text");
        json["longest"] = Control.LongestText;
        return json;
    }
}

/// <summary>One of some words.</summary>
internal sealed record ChoiceInput(string Name, IReadOnlyList<string> Choices) : ControlInput(Name, Choices[0])
{
    public override void Require(string value)
    {
        if (!Choices.Contains(value))
            throw Refusal(value, Language.Pick("one of ", "其中之一：") + string.Join(Language.Pick(", ", "、"), Choices));
    }

    public override JsonObject ToJson()
    {
        JsonObject json = Json("choice");
        json["choices"] = new JsonArray([.. Choices.Select(choice => (JsonNode)choice)]);
        return json;
    }
}
