using System.Text.Json;
using NotebookCourse.Accounting;

namespace NotebookCourse.Workshop.Tests;

public sealed class CountReportTests
{
    [Fact]
    public void TheJsonNamesStayAsTheyAre()
    {
        using var json = JsonDocument.Parse(CountReport.Of(ModelConfig.DeepSeekV3, 4096).ToJson());
        var root = json.RootElement;
        Assert.Equal("DeepSeek-V3", root.GetProperty("model").GetString());
        Assert.Equal(671_026_419_200, root.GetProperty("total").GetInt64());
        Assert.Equal(37_552_297_472, root.GetProperty("activated_with_embedding").GetInt64());
        Assert.Equal(36_625_618_432, root.GetProperty("activated_with_head").GetInt64());
        Assert.Equal(35_698_939_392, root.GetProperty("activated_without").GetInt64());
        Assert.Equal(11_610_068_224, root.GetProperty("mtp").GetInt64());
        Assert.Equal(684_531_386_000, root.GetProperty("released_total").GetInt64());
        Assert.Equal(680_571_043_840, root.GetProperty("released_by_dtype").GetProperty("F8_E4M3").GetInt64());
        Assert.Equal(3_918_786_560, root.GetProperty("released_by_dtype").GetProperty("BF16").GetInt64());
        Assert.Equal(41_555_600, root.GetProperty("released_by_dtype").GetProperty("F32").GetInt64());
        Assert.Equal(653_908_770_816, root.GetProperty("components").GetProperty("routed_experts").GetInt64());
        Assert.Equal(70_272, root.GetProperty("cache_bytes_per_token").GetInt64());
        Assert.Equal(250.45e9, root.GetProperty("flops").GetProperty("training_causal").GetDouble(), 1e7);
        Assert.Equal(8_723_343_449_600, root.GetProperty("memory").GetProperty("training_fp8").GetInt64());
    }

    [Fact]
    public void TheTableHasEveryDigit() =>
        Assert.Contains("671,026,419,200", CountReport.Of(ModelConfig.DeepSeekV3, 4096).ToTable(Language.English), StringComparison.Ordinal);

    [Fact]
    public void TheChineseTableHasTheSameNumbersAtTheSamePlacesAndNoEnglishWords()
    {
        foreach (ModelConfig model in ModelConfig.Presets)
        {
            var report = CountReport.Of(model, 4096);
            string[] english = report.ToTable(Language.English).Split('\n'), chinese = report.ToTable(Language.Chinese).Split('\n');
            Assert.Equal(english.Length, chinese.Length);
            foreach ((string one, string other) in english.Zip(chinese).Skip(1))
            {
                Assert.Equal(Numbers(one), Numbers(other));
                Assert.DoesNotMatch("[a-z]{3,}", other);
                Assert.Equal(one.Length == 0, other.Length == 0);
            }

            // 汉字 take two columns, so the numbers end where the English ones do
            int Wide(string line) => line.Sum(letter => letter > 0x2E7F ? 2 : 1);
            Assert.Equal(68, Wide(chinese.First(line => line.StartsWith("总参数", StringComparison.Ordinal))[..^"  100 %".Length]));
        }

        static string[] Numbers(string line) => [.. System.Text.RegularExpressions.Regex.Matches(line, @"\d+(?:[,.]\d+)*").Select(match => match.Value)];
    }

    [Fact]
    public void OfAFileStoredInAnotherWayTheSizeIsNotGuessed()
    {
        var report = CountReport.Of(ModelConfig.DeepSeekV3 with { QuantizationMethod = "awq" }, 4096);
        Assert.Equal((671_026_419_200, null, null), (report.Total, report.ReleasedBytes, report.Memory.WeightsReleased));
        Assert.Contains("stored as awq", report.ToTable(Language.English), StringComparison.Ordinal);
        Assert.Contains("存为 awq", report.ToTable(Language.Chinese), StringComparison.Ordinal);
        Assert.DoesNotContain("released as", report.ToTable(Language.English), StringComparison.Ordinal);
    }
}
