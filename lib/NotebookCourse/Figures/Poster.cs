using System.Globalization;
using NotebookCourse.Accounting;
using NotebookCourse.Figures.Drawings;
using static NotebookCourse.Figures.Draw;

namespace NotebookCourse.Figures;

/// <summary>A whole model in one picture. Every number in it is computed from the configuration.</summary>
public static class Poster
{
    private const double Billion = 1e9;

    /// <summary>The poster of a model.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="language"><c>"en"</c> or <c>"zh"</c>; the current language if null.</param>
    /// <exception cref="ArgumentException">The configuration contradicts itself.</exception>
    public static Drawing Of(ModelConfig config, string? language = null) =>
        new Sheet(ComputeCount.Of(config), (language ?? Language.Current) == Language.Chinese).Draw();

    private sealed record Sheet(ComputeCount Compute, bool IsChinese)
    {
        private ModelConfig Config => Compute.Parameters.Config;

        private ParameterCount Count => Compute.Parameters;

        private int ExpertLayers => Enumerable.Range(0, Config.LayerCount).Count(Config.IsExpertLayer);

        public Drawing Draw()
        {
            Part stack = FlowDown(Stack());
            string caption = ExpertLayers == 0 ? Pick("inside a layer", "一层里面") : Pick("inside a layer with experts", "一个 MoE 层里面");
            Part inside = Frame(caption, Column(Inside())) with { Id = "layer" };
            var drawing = new Drawing(
                Pick($"{Config.Name} on one page", $"一张图看懂 {Config.Name}"),
                Column(Row(stack, inside), Row(Totals())),
                alt: Pick(
                    $"{Config.Name}: {Config.LayerCount} layers, {Of(Count.Total)} parameters, {Of(Count.ActivatedWithHead)} of them for one token.",
                    $"{Config.Name}：{Config.LayerCount} 层，{Of(Count.Total)} 个参数，一个词元用到其中 {Of(Count.ActivatedWithHead)} 个。"));
            return drawing.Link("layers", "layer", dashed: true);
        }

        private Part[] Stack()
        {
            int dense = Config.LayerCount - ExpertLayers;
            string table = $"{Of(Config.VocabularySize)} × {Of(Config.HiddenSize)}";
            string wide = $"3 × {Of(Config.IntermediateSize)} × {Of(Config.HiddenSize)}";
            List<Part> parts = [Box(Pick("embedding", "词嵌入"), table)];
            if (dense > 0)
                parts.Add(Pile(Pick($"{dense} dense layers", $"{dense} 个稠密层"), wide) with { Id = ExpertLayers > 0 ? "dense" : "layers" });
            if (ExpertLayers > 0)
            {
                string experts = Of((long)ExpertLayers * Config.Experts!.RoutedCount);
                parts.Add(Pile(Pick($"{ExpertLayers} layers with experts", $"{ExpertLayers} 个 MoE 层"), Pick($"{experts} experts", $"{experts} 个专家"), color: 0) with { Id = "layers" });
            }

            parts.Add(Box(Pick("output head", "输出头"), Config.TieWordEmbeddings ? Pick("the embedding again", "就是词嵌入") : table));
            if (Config.PredictionLayerCount > 0)
                parts.Add(Box(Pick($"+ {Config.PredictionLayerCount} block for the token after", $"+ {Config.PredictionLayerCount} 个块，再预测一个词元"), $"{Of(Count.Prediction)}", color: 3));
            return [.. parts];
        }

        private Part[] Inside()
        {
            string attention = Config.Latent is null ? Pick("attention", "注意力") : Pick("attention (MLA)", "注意力（MLA）");
            string heads = Pick($"{Config.HeadCount} heads", $"{Config.HeadCount} 个头");
            List<Part> parts =
            [
                Box(attention, $"{heads}{Comma}{Of(Count.TotalOf(ModelComponent.Attention) / Config.LayerCount)}", color: 2),
                Box(Pick("kept of a token", "每个词元缓存"), Pick($"{Of(CacheCount.Of(Config).Elements)} numbers", $"{Of(CacheCount.Of(Config).Elements)} 个数"), color: 2),
            ];
            if (Config.Experts is not { } experts || ExpertLayers == 0)
                return [.. parts, Box(Pick("feed-forward", "前馈"), $"3 × {Of(Config.IntermediateSize)} × {Of(Config.HiddenSize)}", color: 0)];
            parts.Add(Box(Pick("router", "路由器"), Router(experts), color: 1));
            if (experts.SharedCount > 0)
                parts.Add(Box(Pick($"{experts.SharedCount} shared", $"{experts.SharedCount} 个共享专家"), Of(Count.TotalOf(ModelComponent.SharedExperts) / ExpertLayers), color: 3));
            parts.Add(Pile(Pick($"{experts.RoutedCount} experts", $"{experts.RoutedCount} 个专家"), Pick($"{Of(OneExpert(experts))} each", $"每个 {Of(OneExpert(experts))}"), color: 0));
            return [.. parts];
        }

        private Part[] Totals() =>
        [
            Box(Of(Count.Total), Pick("parameters", "个参数")),
            Box(Of(Count.ActivatedWithHead), Pick("of them for one token", "个，一个词元用到")),
            Box($"{Number(Count.Released.Bytes / Billion)} GB", Pick("released file", "公布的文件")),
            Box($"{Number(Compute.ForwardWeights / Billion)} GFLOP", Pick("to read one token", "读一个词元的计算")),
            Box($"{Of(CacheCount.Of(Config).BytesPerToken())} B", Pick("cache for one token", "每个词元的缓存")),
        ];

        private string Router(ExpertsConfig experts) => experts.LimitsGroups
            ? Pick($"{experts.GroupsKept} of {experts.GroupCount} groups, {experts.ExpertsPerToken} of {experts.RoutedCount}", $"{experts.GroupCount} 组取 {experts.GroupsKept}，{experts.RoutedCount} 个取 {experts.ExpertsPerToken}")
            : Pick($"{experts.ExpertsPerToken} of {experts.RoutedCount}", $"{experts.RoutedCount} 个取 {experts.ExpertsPerToken}");

        private long OneExpert(ExpertsConfig experts) => Count.TotalOf(ModelComponent.RoutedExperts) / ExpertLayers / experts.RoutedCount;

        private string Comma => Pick(", ", "，");

        private string Pick(string english, string chinese) => IsChinese ? chinese : english;

        private static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

        private static string Number(double number) => number.ToString(number >= 1 ? "#,0.#" : "0.###", CultureInfo.InvariantCulture);
    }
}
