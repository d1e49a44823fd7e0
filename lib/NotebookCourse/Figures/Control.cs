using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NotebookCourse.Display;

namespace NotebookCourse.Figures;

/// <summary>
/// A knob that runs C#: each time the learner turns it, the cell's function is called again with the new setting, in the same
/// kernel, and what it returns takes the place of what stood there. On the course's own pages it moves; where nothing
/// can call the kernel (a static page, a printed one, another editor) its start is shown, and a line that says so.
/// </summary>
/// <example>
/// <code>
/// Control.Slider("temperature", from: 0.1, to: 2, step: 0.1, start: 1,
///     temperature => Charts.Bars("Next token", "token", names, "probability", Softmax(scores, temperature), alt))
/// </code>
/// </example>
[TypeFormatterSource(typeof(ControlFormatterSource), PreferredMimeTypes = [ControlFormatterSource.MimeType, "text/html", "text/plain"])]
public class Control : IStructuredDisplay
{
    /// <summary>The longest text that a text box takes, in UTF-16 code units.</summary>
    public const int LongestText = 2_000;

    private const int LongestName = 60;

    private static readonly ConcurrentDictionary<string, Control> Known = new(StringComparer.Ordinal);

    private readonly ControlInput _input;
    private readonly Func<string, object> _show;
    private readonly object _shown;

    private protected Control(string name, ControlInput input, Func<string, object> show, object shown)
    {
        (Name, _input, _show, _shown) = (name, input, show, shown);
        Known[name] = this;
    }

    /// <summary>What it sets; a second control of a notebook with this name takes the place of the first.</summary>
    public string Name { get; }

    /// <summary>A slider over numbers.</summary>
    /// <param name="name">What it sets, written beside it. 1 to 60 characters.</param>
    /// <param name="from">The least number.</param>
    /// <param name="to">The greatest; above <paramref name="from"/>.</param>
    /// <param name="step">The distance of two neighbours. Above 0.</param>
    /// <param name="start">Where it stands first; within the bounds.</param>
    /// <param name="show">What a setting shows: a <see cref="Figure"/>, a <see cref="Drawing"/>, or a text.</param>
    /// <exception cref="ArgumentException">A name or bounds that make no sense, or <paramref name="show"/> returned null.</exception>
    public static Control Slider(string name, double from, double to, double step, double start, Func<double, object> show)
    {
        RequireName(name);
        if (!double.IsFinite(to - from) || from >= to)
            throw new ArgumentException($"The slider \"{name}\" goes from {ControlInput.Number(from)} to {ControlInput.Number(to)}; expected two finite numbers, the lesser first.", nameof(to));
        if (!(step > 0) || step > to - from)
            throw new ArgumentException($"The slider \"{name}\" has a step of {ControlInput.Number(step)}; expected one above 0 and at most {ControlInput.Number(to - from)}.", nameof(step));
        if (!(start >= from && start <= to))
            throw new ArgumentException($"The slider \"{name}\" starts at {ControlInput.Number(start)}; expected a number from {ControlInput.Number(from)} to {ControlInput.Number(to)}.", nameof(start));
        return Make(name, new SliderInput(name, from, to, step, start), value => show(double.Parse(value, CultureInfo.InvariantCulture)));
    }

    /// <summary>A box for a line of text.</summary>
    /// <param name="name">What it sets, written beside it. 1 to 60 characters.</param>
    /// <param name="start">The text it holds first.</param>
    /// <param name="show">What a text shows: a <see cref="Figure"/>, a <see cref="Drawing"/>, or a text.</param>
    /// <exception cref="ArgumentException">A name that makes no sense, a start of over <see cref="LongestText"/> characters, or <paramref name="show"/> returned null.</exception>
    public static Control TextBox(string name, string start, Func<string, object> show)
    {
        RequireName(name);
        return Make(name, new TextInput(name, start), show);
    }

    /// <summary>A choice of one from a list.</summary>
    /// <param name="name">What it sets, written beside it. 1 to 60 characters.</param>
    /// <param name="choices">The words to choose from, at least two; the first is chosen first.</param>
    /// <param name="show">What a word shows: a <see cref="Figure"/>, a <see cref="Drawing"/>, or a text.</param>
    /// <exception cref="ArgumentException">A name that makes no sense, fewer than two choices, one twice, or <paramref name="show"/> returned null.</exception>
    public static Control Choice(string name, IReadOnlyList<string> choices, Func<string, object> show)
    {
        RequireName(name);
        if (choices.Count < 2 || choices.Distinct().Count() < choices.Count)
            throw new ArgumentException($"The control \"{name}\" offers {string.Join(", ", choices.Select(choice => $"\"{choice}\""))}; expected at least two words, each once.", nameof(choices));
        return Make(name, new ChoiceInput(name, choices), show);
    }

    /// <summary>Sets a control: what the course's pages call when the learner has turned it.</summary>
    /// <param name="name">Its <see cref="Name"/>.</param>
    /// <param name="value">The new setting, a number with a point.</param>
    /// <returns>What the setting shows.</returns>
    /// <exception cref="InvalidOperationException">There is no control of this name in this session.</exception>
    /// <exception cref="ArgumentException"><paramref name="value"/> is none that the control takes.</exception>
    public static object Turn(string name, string value)
    {
        if (!Known.TryGetValue(name, out Control? control))
        {
            throw new InvalidOperationException(Language.Pick(
                $"No control \"{name}\" is known: run its cell again. Known: {string.Join(", ", Known.Keys.Order(StringComparer.Ordinal))}.",
                $"没有叫“{name}”的控件，请重新运行它所在的那一格。已有：{string.Join("、", Known.Keys.Order(StringComparer.Ordinal))}。"));
        }

        control._input.Require(value);
        return Shown(name, control._show(value));
    }

    /// <summary>The control where it starts, in a line of text.</summary>
    public override string ToString() => $"{AtRest}\n{_shown}";

    /// <inheritdoc/>
    string IStructuredDisplay.ToJson()
    {
        JsonObject json = _input.ToJson();
        if (_shown is not Figure)
            json["html"] = ShownHtml();
        return StructuredJson.Write(json);
    }

    /// <inheritdoc/>
    string IHtmlDisplay.ToHtml() => $"{ShownHtml()}\n<p style=\"font-size:13px;opacity:.75\">{WebUtility.HtmlEncode(AtRest)}</p>";

    private string AtRest => Language.Pick(
        $"{Name} = {_input.Start} · a control: it runs C# on the course's own pages (dotnet course.cs); here it stands at its start.",
        $"{Name} = {_input.Start} · 控件：在课程自带的页面上（dotnet course.cs）可以转动，会重新运行 C#；这里只显示起始状态。");

    private string ShownHtml() => _shown is IHtmlDisplay display ? display.ToHtml() : $"<pre>{WebUtility.HtmlEncode(_shown.ToString())}</pre>";

    private static Control Make(string name, ControlInput input, Func<string, object> show)
    {
        object shown = Shown(name, show(input.Start));
        return shown switch
        {
            Figure figure => new FigureControl(name, input, show, figure),
            Drawing drawing => new DrawingControl(name, input, show, drawing),
            _ => new Control(name, input, show, shown),
        };
    }

    private static object Shown(string name, object? value) => value
        ?? throw new ArgumentException($"The function of the control \"{name}\" returned null; expected a figure, a drawing or a text.");

    private static void RequireName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
            throw new ArgumentException($"A control needs a name of 1 to {LongestName} characters that says what it sets; got \"{name}\".", nameof(name));
    }
}
