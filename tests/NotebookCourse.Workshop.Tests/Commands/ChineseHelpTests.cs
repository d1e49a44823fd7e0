using System.CommandLine;
using NotebookCourse.Workshop.Commands;

namespace NotebookCourse.Workshop.Tests.Commands;

public sealed class ChineseHelpTests
{
    [Fact]
    public void Every_verb_option_and_argument_is_explained_in_Chinese() => Assert.Empty(ChineseHelp.Apply(Verbs.Create(Samples.Repository)));

    [Fact]
    public void A_symbol_without_Chinese_is_named_and_keeps_its_English()
    {
        var command = new Command("count", "Counts.") { new Option<bool>("--json") { Description = "One object." }, new Option<bool>("--new-one") { Description = "A new one." } };
        var root = new RootCommand("A course.") { command };
        Assert.Equal(["count --new-one"], ChineseHelp.Apply(root).Where(name => name.Contains("new-one")));
        Assert.Contains("JSON 对象", command.Options[0].Description);
        Assert.Equal("A new one.", command.Options[1].Description);
    }

    [Fact]
    public void Headings_inside_a_description_stay() =>
        Assert.Equal("说明：\n  Options: a [选项] b\n", ChineseHelp.Headings("Description:\n  Options: a [options] b\n"));
}
