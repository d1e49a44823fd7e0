using System.Text.Json.Nodes;
using System.Xml.Linq;
using NotebookCourse.Figures;

namespace NotebookCourse.Tests.Figures;

public class ChartsTests
{
    private static readonly Axis Steps = Axis.Of("step", "updates");
    private static readonly Axis Loss = Axis.Of("loss", "nats");

    public static TheoryData<string> Names => [.. Gallery.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_chart_gives_a_wellformed_picture_with_its_title_and_alt_text(string name)
    {
        Figure figure = Gallery.All[name]();
        XDocument svg = XDocument.Parse(figure.ToSvg());
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(figure.Title, svg.Root!.Element(ns + "title")!.Value);
        Assert.Equal(figure.Alt, svg.Root.Element(ns + "desc")!.Value);
        Assert.DoesNotContain("NaN", figure.ToSvg());
        Assert.True(svg.Descendants().Count(e => e.Name.LocalName is "path" or "rect" or "image") > 2, "the picture holds marks");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_figure_gives_the_same_bytes(string name)
    {
        Assert.Equal(Gallery.All[name]().ToHtml(), Gallery.All[name]().ToHtml());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_chart_is_larger_than_a_notebook_can_carry(string name)
    {
        Figure figure = Gallery.All[name]();
        Assert.InRange(figure.ToHtml().Length + figure.ToJson().Length, 1000, 160_000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_html_needs_no_network(string name)
    {
        string html = Gallery.All[name]().ToHtml();
        Assert.DoesNotContain("http://", html.Replace("http://www.w3.org/2000/svg", ""));
        Assert.DoesNotContain("https://", html);
        Assert.DoesNotContain("require", html);
    }

    /// <summary>
    /// A kernel that runs the lessons may have an older FSharp.Core of its own: what the library itself calls must not
    /// meet it, so it uses Plotly.NET's objects and none of F#'s.
    /// </summary>
    [Fact]
    public void The_library_leans_on_plotly_and_on_no_fsharp_core()
    {
        var names = typeof(Figure).Assembly.GetReferencedAssemblies().Select(name => name.Name).ToList();
        Assert.Contains("Plotly.NET", names);
        Assert.DoesNotContain("FSharp.Core", names);
    }

    [Fact]
    public void A_line_passes_through_its_points()
    {
        var axis = Axis.Plain("n") with { Min = 0, Max = 10 };
        Figure figure = Charts.Lines("t", axis, axis, [Series.Of("a", [0, 10], [0, 10])], "alt");
        // plot from (64, 344) to (696, 52): a 720 x 400 picture less its margins
        Assert.Contains("M64 344L696 52", figure.ToSvg());
    }

    [Fact]
    public void A_series_may_be_marked_alone()
    {
        Figure figure = Charts.Lines("t", Steps, Loss, [Series.Of("measured", [3, 2, 1]) with { Marks = true }, Series.Of("law", [3, 2, 1])], "alt");
        Assert.Equal(["lines+markers", "lines"], figure.Content["data"]!.AsArray().Select(trace => trace!["mode"]!.GetValue<string>()));
    }

    [Fact]
    public void Thin_runs_share_the_colour_of_the_line_behind_which_they_stand_and_only_that_is_named()
    {
        Series[] Group(string name) => [Series.Of(name + "1", [1, 2]) with { Thin = true }, Series.Of(name + "2", [3, 4]) with { Thin = true }, Series.Of(name, [2, 3])];
        JsonNode json = JsonNode.Parse(Charts.Lines("t", Steps, Loss, [.. Group("a"), .. Group("b")], "alt").ToJson())!;
        JsonNode[] lines = [.. json["data"]!.AsArray().Select(trace => trace!["line"]!)];
        Assert.Equal([.. Enumerable.Repeat(Palette.Of(0), 3), .. Enumerable.Repeat(Palette.Of(1), 3)], lines.Select(line => (string)line["color"]!));
        Assert.Equal([1, 1, 3, 1, 1, 3], lines.Select(line => (double)line["width"]!));
        Assert.Equal(["a", "b"], json["layout"]!["annotations"]!.AsArray().Select(note => (string)note!["text"]!));
    }

    [Fact]
    public void A_bar_on_a_log_axis_stands_on_the_axis()
    {
        Figure figure = Charts.Bars("t", Axis.Plain("n"), Loss with { Log = true, Min = 1, Max = 100 }, [Series.Of("a", [10])], "alt");
        Assert.Contains("y=\"198\"", figure.ToSvg()); // halfway: log 10 of 1..100
        Assert.Contains("height=\"146\"", figure.ToSvg());
    }

    [Fact]
    public void A_histogram_counts_each_value_once()
    {
        Figure figure = Charts.Histogram("t", Axis.Plain("n"), [0, 0.5, 1, 2, 3, 4, double.NaN], "alt", bins: 4);
        double[] counts = [.. figure.Content["data"]![0]!["y"]!.AsArray().Select(v => v!.GetValue<double>())];
        Assert.Equal([2, 1, 1, 2], counts);
    }

    [Fact]
    public void A_treemap_names_every_part_whole_and_gives_each_its_own_colour()
    {
        (string Name, double Size)[] parts = [.. Enumerable.Range(0, 12).Select(i => ($"part number {i}", Math.Pow(0.4, i)))];
        Figure figure = Charts.ParameterTreemap("t", parts, "parameters", "alt");
        string[] texts = [.. figure.Content["layout"]!["annotations"]!.AsArray().Select(text => text!["text"]!.GetValue<string>())];
        Assert.All(parts, part => Assert.Contains(texts, text => text == part.Name || text.StartsWith(part.Name + " ", StringComparison.Ordinal)));
        Assert.DoesNotContain(texts, text => text.Contains('…'));
        string[] fills = [.. figure.Content["layout"]!["shapes"]!.AsArray().Select(shape => shape!["fillcolor"]!.GetValue<string>())];
        Assert.Equal(parts.Length, fills.Distinct().Count());
    }

    [Fact]
    public void A_spike_among_a_million_points_stays()
    {
        double[] values = new double[1_000_000];
        values[654_321] = 42;
        Figure figure = Charts.Lines("t", Steps, Loss, [Series.Of("a", values)], "alt");
        JsonArray shown = figure.Content["data"]![0]!["y"]!.AsArray();
        Assert.InRange(shown.Count, 500, 2000);
        Assert.Contains(shown, v => v!.GetValue<double>() == 42);
    }

    [Fact]
    public void A_knob_has_a_frame_for_each_setting()
    {
        Figure figure = Gallery.All["knob"]();
        Assert.Equal(["0.5", "2"], figure.Content["frames"]!.AsArray().Select(f => (string)f!["name"]!));
        Assert.Equal("T = 0.5", (string)figure.Content["layout"]!["sliders"]![0]!["currentvalue"]!["prefix"]! + figure.Content["layout"]!["sliders"]![0]!["steps"]![0]!["label"]);
    }

    [Fact]
    public void The_picture_of_a_knob_shows_every_setting()
    {
        string svg = Gallery.All["knob"]().ToSvg();
        Assert.Contains(">T = 0.5<", svg);
        Assert.Contains(">T = 2<", svg);
    }

    [Theory]
    [InlineData(2, 4.4, "2.5 3 3.5 4")]
    [InlineData(1.3, 1.9, "1.4 1.6 1.8")]
    [InlineData(0.5, 60, "1 2 5 10 20 50")]
    [InlineData(1, 1e6, "10 100 1000 10k 100k")]
    public void A_log_axis_has_ticks_however_narrow(double low, double high, string ticks)
    {
        var axis = Loss with { Log = true, Min = low, Max = high };
        string svg = Charts.Lines("t", Axis.Plain("n") with { Labels = ["a", "b"] }, axis, [Series.Of("", [low, high])], "alt").ToSvg();
        Assert.All(ticks.Split(' '), tick => Assert.Contains($">{tick}<", svg));
        Assert.Contains("log scale", svg);
    }

    [Fact]
    public void Numbers_that_do_not_fit_over_their_bars_are_left_out()
    {
        Figure Bars(int count) => Charts.Bars("t", Steps, Loss, [Series.Of("a", Enumerable.Repeat(0.123, count))], "alt", values: true);
        Assert.Contains(">0.123<", Bars(5).ToSvg());
        Assert.DoesNotContain(">0.123<", Bars(60).ToSvg());
    }

    [Fact]
    public void A_script_in_a_name_is_text()
    {
        Figure figure = Charts.Lines("<script>1</script>", Steps, Loss, [Series.Of("</script><b>", [1, 2]), Series.Of("c", [2, 1])], "\"><script>2</script>");
        string html = figure.ToHtml();
        Assert.Equal(2, html.Split("<script").Length - 1); // the JSON and the loader
        Assert.DoesNotContain("<b>", html);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Contains("unit", Assert.Throws<ArgumentException>(() => Axis.Of("loss", "")).Message);
        Assert.Contains("alt text", Assert.Throws<ArgumentException>(() => Charts.Lines("t", Steps, Loss, [Series.Of("a", [1])], " ")).Message);
        Assert.Contains("no series", Assert.Throws<ArgumentException>(() => Charts.Lines("t", Steps, Loss, [], "alt")).Message);
        Assert.Contains("3 x positions and 2 y values", Assert.Throws<ArgumentException>(() => Series.Of("a", [1, 2, 3], [1, 2])).Message);
        Assert.Contains("logarithm", Assert.Throws<ArgumentException>(() => Charts.LossCurves("t", [Series.Of("a", [1.0, 0])], "alt")).Message);
        Assert.Contains("from 0 to 1", Assert.Throws<ArgumentException>(() => Charts.Distribution("t", [("a", 1.5)], "alt")).Message);
        Assert.Contains("at least two", Assert.Throws<ArgumentException>(() => Charts.Knob("t", "T", [], "alt")).Message);
        Assert.Contains("3 tokens", Assert.Throws<ArgumentException>(() => Charts.AttentionMap("t", new double[2, 2], ["a", "b", "c"], "alt")).Message);
    }

    [Fact]
    public void A_knobs_settings_share_their_value_axis()
    {
        Figure flat = Charts.Distribution("flat", [("a", 0.2), ("b", 0.1)], "alt"), sharp = Charts.Distribution("sharp", [("a", 0.9), ("b", 0.05)], "alt");
        JsonNode knob = JsonNode.Parse(Charts.Knob("t", "T", [("1", flat), ("2", sharp)], "alt").ToJson())!;
        string[] ranges = [.. knob["frames"]!.AsArray().Select(frame => frame!["layout"]!["yaxis"]!["range"]!.ToJsonString()), knob["layout"]!["yaxis"]!["range"]!.ToJsonString()];
        Assert.Single(ranges.Distinct());
        Assert.True(knob["layout"]!["yaxis"]!["range"]![1]!.GetValue<double>() > 0.9);
        Assert.True(JsonNode.Parse(flat.ToJson())!["layout"]!["yaxis"]!["range"]![1]!.GetValue<double>() < 0.3); // the figure itself is as it was
    }

    [Fact]
    public void The_vendored_plotly_is_the_one_in_the_package()
    {
        string vendored = File.ReadAllText(Vendored());
        using Stream stream = typeof(Plotly.NET.Trace).Assembly.GetManifestResourceStream("Plotly.NET.plotly-2.28.0.min.js")!;
        string packaged = new StreamReader(stream).ReadToEnd();
        Assert.Equal("(function () { var define, module, exports; /* not through require.js */\n" + packaged.TrimEnd() + "\n}).call(window);\n", vendored);
    }

    private static string Vendored()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string file = Path.Combine(folder.FullName, "notebooks", "assets", "plotly-2.28.0.min.js");
            if (File.Exists(file))
                return file;
        }

        throw new FileNotFoundException("notebooks/assets/plotly-2.28.0.min.js is not above the test's folder");
    }
}
