using System.Xml.Linq;
using NotebookCourse.Figures;
using NotebookCourse.Figures.Drawings;
using static NotebookCourse.Figures.Draw;

namespace NotebookCourse.Tests.Figures;

public sealed class DrawingTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static Drawing Scores => new(
        "Query meets keys",
        Row(Matrix("Q", "T", "d", 4, 6), Label("×"), Matrix("Kᵀ", "d", "T", 6, 4), Label("="), Matrix("scores", "T", "T", 4, 4)),
        alt: "T by d times d by T gives T by T.");

    private static Drawing Block => new Drawing(
            "A block",
            Frame("block", FlowDown(Box("x"), Box("norm"), Box("attention", "T × d"), Box("+"))),
            alt: "The input goes around the attention and is added to what it gives.")
        .Link("x", "+", "residual", Around.Right);

    [Fact]
    public void A_drawing_is_well_formed_svg_with_its_title_alt_text_and_labels()
    {
        XElement svg = XElement.Parse(Scores.ToSvg());

        Assert.Equal("Query meets keys", svg.Element(Svg + "title")?.Value);
        Assert.Equal("T by d times d by T gives T by T.", svg.Element(Svg + "desc")?.Value);
        string[] texts = [.. svg.Descendants(Svg + "text").Select(text => text.Value)];
        Assert.Superset(new HashSet<string> { "Q", "Kᵀ", "scores", "×", "=", "T", "d" }, texts.ToHashSet());
    }

    [Fact]
    public void A_matrix_has_as_many_cells_as_it_says()
    {
        XElement svg = XElement.Parse(new Drawing("One", Matrix("M", "3", "5", 3, 5), "A matrix.").ToSvg());
        // the page, fifteen cells, the outline
        Assert.Equal(1 + 15 + 1, svg.Descendants(Svg + "rect").Count());
    }

    [Fact]
    public void Lit_parts_are_drawn_in_full_and_the_others_faintly()
    {
        Assert.DoesNotContain("<g opacity", Scores.ToSvg());
        Assert.Contains("Q", FaintTexts(Scores.Lit("scores")));
        Assert.DoesNotContain("scores", FaintTexts(Scores.Lit("scores")));
    }

    [Fact]
    public void What_stands_inside_a_lit_frame_is_lit_and_a_lit_part_lights_no_neighbour()
    {
        Assert.DoesNotContain("norm", FaintTexts(Block.Lit("block")));
        Assert.Contains("norm", FaintTexts(Block.Lit("attention")));
    }

    [Fact]
    public void A_link_ends_at_the_part_it_names()
    {
        Drawing two = new("Two", Row(Box("left"), Box("right")), "Two boxes.");
        Assert.True(two.Link("left", "right").ToSvg().Length > two.ToSvg().Length);
        var error = Assert.Throws<ArgumentException>(() => two.Link("left", "wrong"));
        Assert.Contains("no part named \"wrong\"; there are: left, right", error.Message);
    }

    [Fact]
    public void Cells_of_a_strip_can_be_meant_by_number()
    {
        Drawing merge = new("Merge", Column(Strip("before", ["a", "b", "c"]), Strip("after", ["ab", "c"])), "a and b become ab.");
        Assert.Contains("stroke-width=\"2.6\"", merge.Link("before:1", "after:0").Lit("before:1").ToSvg());
        Assert.Throws<ArgumentException>(() => merge.Lit("before:3"));
    }

    [Fact]
    public void A_wide_drawing_is_made_smaller_and_a_much_too_wide_one_is_refused()
    {
        Part[] boxes = [.. Enumerable.Range(0, 12).Select(i => Box($"number {i}"))];
        Assert.Contains("viewBox", new Drawing("Wide", Row(boxes[..9]), "Nine.").ToSvg());
        var error = Assert.Throws<ArgumentException>(() => new Drawing("Wide", Row(boxes), "Twelve."));
        Assert.Contains("below each other", error.Message);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, double.NaN)]
    public void A_number_line_needs_a_range(double from, double to) =>
        Assert.Throws<ArgumentException>(() => NumberLine("x", from, to, []));

    [Fact]
    public void Numbers_outside_a_line_and_notes_of_another_count_are_refused()
    {
        Assert.Contains("outside", Assert.Throws<ArgumentException>(() => NumberLine("x", 0, 1, [2])).Message);
        Assert.Contains("3 cells but 2 notes", Assert.Throws<ArgumentException>(() => Strip("s", ["a", "b", "c"], ["1", "2"])).Message);
        Assert.Contains("65 by 1", Assert.Throws<ArgumentException>(() => Matrix("M", "", "", 65, 1)).Message);
        Assert.Throws<ArgumentException>(() => new Drawing("t", Box("x"), " "));
    }

    [Fact]
    public void The_same_drawing_gives_the_same_bytes_and_its_html_needs_no_script()
    {
        Assert.Equal(Block.ToSvg(), Block.ToSvg());
        Assert.DoesNotContain("<script", Block.ToHtml());
        Assert.Contains("data:image/svg+xml;base64,", Block.ToHtml());
    }

    [Fact]
    public void A_clock_has_a_hand_for_each_angle_and_refuses_what_is_none()
    {
        string svg = new Drawing("Angles", Clock("m - n = 2", (0, "q"), (Math.PI / 2, "k")), "Two hands at a right angle.").ToSvg();
        Assert.Contains(">q</text>", svg);
        Assert.Contains($"stroke=\"{Palette.Of(1)}\"", svg);
        Assert.Throws<ArgumentException>(() => Clock("none"));
        Assert.Throws<ArgumentException>(() => Clock("nan", (double.NaN, "q")));
    }

    [Fact]
    public void Parts_know_their_names()
    {
        Part part = Row(Box("a") with { Id = "first" }, Frame("f", Pile("experts", "× 256")));
        Assert.Equal(["first", "f", "experts"], part.AllNames());
    }

    private static IEnumerable<string> FaintTexts(Drawing drawing) => XElement.Parse(drawing.ToSvg())
        .Descendants(Svg + "g").SelectMany(group => group.Descendants(Svg + "text")).Select(text => text.Value);
}
