using System.Xml.Linq;
using NotebookCourse.Accounting;
using NotebookCourse.Figures;

namespace NotebookCourse.Tests.Figures;

public sealed class PosterTests
{
    public static TheoryData<string> Presets => [.. ModelConfig.Presets.Select(preset => preset.Name)];

    [Fact]
    public void The_poster_of_V3_holds_its_numbers()
    {
        string[] texts = Texts(Poster.Of(ModelConfig.DeepSeekV3, "en"));
        Assert.Superset(new HashSet<string>
        {
            "671,026,419,200", "36,625,618,432", "688.6 GB", "73.2 GFLOP", "70,272 B", "129,280 × 7,168", "3 dense layers", "58 layers with experts",
            "14,848 experts", "11,610,068,224", "576 numbers", "4 of 8 groups, 8 of 256", "44,040,192", "44,040,192 each",
        }, texts.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Every_model_has_one_and_its_numbers_are_its_own(string name)
    {
        ModelConfig config = ModelConfig.Preset(name);
        foreach (string language in (string[])["en", "zh"])
            Assert.Contains($"{ParameterCount.Of(config).Total:N0}", Texts(Poster.Of(config, language)));
    }

    [Fact]
    public void A_number_follows_the_configuration()
    {
        ModelConfig fewer = ModelConfig.DeepSeekV3 with { Experts = ModelConfig.DeepSeekV3.Experts! with { ExpertsPerToken = 6 } };
        Assert.Contains("4 of 8 groups, 6 of 256", Texts(Poster.Of(fewer, "en")));
        Assert.Contains($"{ParameterCount.Of(fewer).ActivatedWithHead:N0}", Texts(Poster.Of(fewer, "en")));
        Assert.DoesNotContain("36,625,618,432", Texts(Poster.Of(fewer, "en")));
    }

    [Fact]
    public void It_speaks_Chinese() => Assert.Contains("58 个 MoE 层", Texts(Poster.Of(ModelConfig.DeepSeekV3, "zh")));

    private static string[] Texts(Drawing poster)
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        return [.. XElement.Parse(poster.ToSvg()).Descendants(svg + "text").Select(text => text.Value)];
    }
}
