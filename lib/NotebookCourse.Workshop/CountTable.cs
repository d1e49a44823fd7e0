using System.Globalization;
using System.Text;

namespace NotebookCourse.Workshop;

/// <summary>The table that <c>count</c> prints, every number with all its digits.</summary>
internal sealed class CountTable
{
    private const int NameWidth = 42;

    private readonly StringBuilder _text = new();
    private readonly CountReport _report;
    private readonly bool _isChinese;

    private CountTable(CountReport report, string language) => (_report, _isChinese) = (report, language == Language.Chinese);

    /// <summary>The table in <paramref name="language"/>.</summary>
    public static string Of(CountReport report, string language)
    {
        var table = new CountTable(report, language);
        table._text.Append($"{report.Model}\n\n");
        table.AddParameters();
        table.AddRelease();
        table.AddCache();
        table.AddWork();
        return table._text.ToString().TrimEnd('\n');
    }

    private void AddParameters()
    {
        foreach (var (component, parameters) in _report.Components)
            Line(Component(component), parameters, $"{100.0 * parameters / _report.Total:F3} %");
        Line(Pick("total", "总参数"), _report.Total, "100 %");
        _text.Append('\n');
        string each = Pick("a token", "每词元");
        Line(Pick("activated, embedding and head counted", "激活参数，词嵌入和输出头都算"), _report.ActivatedWithEmbedding, each);
        Line(Pick("activated, head counted", "激活参数，只算输出头"), _report.ActivatedWithHead, each);
        Line(Pick("activated, neither", "激活参数，都不算"), _report.ActivatedWithout, each);
        Line(Pick("multiplied (no norms, biases, embedding)", "参与矩阵乘法的（不含归一化、偏置、词嵌入）"), _report.Multiplied, each);
        _text.Append('\n');
    }

    private void AddRelease()
    {
        Line(Pick("prediction module (MTP), its own", "多词元预测模块（MTP）自己的"), _report.Mtp);
        Line(Pick("copies stored with it", "随它存下的副本"), _report.MtpCopies);
        foreach (var (type, numbers) in _report.ReleasedByDtype ?? [])
            Line(Pick($"released as {type}", $"发布时存为 {type}"), numbers);
        if (_report.ReleasedTotal is { } all)
            Line(Pick("released, all numbers", "发布的全部数"), all, $"{_report.ReleasedBytes / 1e9:F2} GB");
        else
            _text.Append(Pick($"released, stored as {_report.ReleasedAs}: the size of such a file is not counted\n", $"发布时存为 {_report.ReleasedAs}：这种文件的大小不计\n"));
        _text.Append('\n');
    }

    private void AddCache()
    {
        CountReport.CacheReport cache = _report.Cache;
        Line(Pick("cache, bytes a token (BF16)", "缓存，每词元字节数（BF16）"), cache.BytesPerToken);
        Line(Pick("  as multi-head attention", "  换成多头注意力"), cache.BytesPerTokenMha, Times(cache.BytesPerTokenMha));
        Line(Pick("  as grouped-query attention, 8 heads", "  换成分组查询注意力，8 个头"), cache.BytesPerTokenGqa8, Times(cache.BytesPerTokenGqa8));
        Line(Pick("  as multi-query attention", "  换成多查询注意力"), cache.BytesPerTokenMqa, Times(cache.BytesPerTokenMqa));
        _text.Append('\n');

        string Times(long bytes) => Pick($"{(double)bytes / cache.BytesPerToken:F2} x", $"{(double)bytes / cache.BytesPerToken:F2} 倍");
    }

    private void AddWork()
    {
        CountReport.FlopsReport flops = _report.Flops;
        Line(Pick("FLOPs a token, weights, forward", "每词元 FLOPs，权重，前向"), flops.ForwardWeights);
        Line(Pick($"FLOPs a token, training at {flops.Context}, causal", $"每词元 FLOPs，训练，上下文 {flops.Context}，因果"), flops.TrainingCausal);
        Line(Pick($"FLOPs a token, training at {flops.Context}, full", $"每词元 FLOPs，训练，上下文 {flops.Context}，全算"), flops.Training);
        _text.Append('\n');
        Line(Pick("training state, FP8 recipe, bytes", "训练状态，FP8 配方，字节"), _report.Memory.TrainingFp8);
        Line(Pick("training state, BF16 mixed, bytes", "训练状态，BF16 混合精度，字节"), _report.Memory.TrainingBf16);
        Line(Pick("activations, numbers a token", "激活值，每词元多少个数"), _report.Memory.ActivationElementsPerToken);
    }

    private string Component(string name) => Pick(name.Replace('_', ' '), name switch
    {
        "embedding" => "词嵌入",
        "attention" => "注意力",
        "latent_norms" => "潜向量的归一化",
        "block_norms" => "块的归一化",
        "dense_feed_forward" => "稠密前馈层",
        "router" => "路由器",
        "router_bias" => "路由器的偏置",
        "shared_experts" => "共享专家",
        "routed_experts" => "路由专家",
        "final_norm" => "最后的归一化",
        "output_head" => "输出头",
        "prediction_joint" => "多词元预测的接头",
        _ => name.Replace('_', ' '),
    });

    private void Line(string name, double value, string note = "") =>
        _text.Append(string.Create(CultureInfo.InvariantCulture, $"{Terminal.Pad(name, NameWidth)}{value,26:N0}  {note}").TrimEnd()).Append('\n');

    private string Pick(string english, string chinese) => _isChinese ? chinese : english;
}
