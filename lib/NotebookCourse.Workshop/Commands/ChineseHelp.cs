using System.CommandLine;
using System.Text.RegularExpressions;
using NotebookCourse.Accounting;
using NotebookCourse.Kernel.Client;

namespace NotebookCourse.Workshop.Commands;

/// <summary>What <c>help</c> says in Chinese: a verb by its name, an option or argument by its verb's name and its own.</summary>
internal static class ChineseHelp
{
    private const string Model = "课程自带的模型（tiny-v3 等）、train 或 import 写出的文件夹、Hugging Face 文件夹，或 GGUF 文件。";
    private const string Lessons = "课号（7、07）或课名（07-attention），不写就是全部。";
    private const string Languages = "en、zh 或 both（两种都要）。";

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        [""] = "一门用 C# 笔记本写成的课：大模型到底是个啥，以 DeepSeek-V3 为例。",
        ["--port"] = "网页用哪个端口。不写就用上次的，或者任意一个空闲的。",
        ["--no-browser"] = "只打印网址，不打开浏览器。",
        ["--version"] = "显示版本。",
        ["setup"] = "还原软件包，发布笔记本要用的库。没有改动时很快。",
        ["doctor"] = "检查这台机器是否具备课程所需，缺什么就说该怎么办。",
        ["run"] = "把各课的笔记本从头运行到尾，并报告结果。",
        ["run LESSON"] = Lessons,
        ["run --language"] = Languages,
        ["run --kernel"] = "embedded 是课程自带的内核，每个笔记本一个进程；也可以写已安装的内核名。",
        ["progress"] = "显示你做过的练习、写下的预测和测过的说法。",
        ["claims"] = "列出文章的全部说法：结论、哪一课讲它、你测出了什么。",
        ["new"] = "在 notebooks/source 里写一份新课的骨架。",
        ["new NN"] = "课号，0 到 99。",
        ["new NAME"] = "小写单词，用连字符相连。",
        ["open"] = "在本机以可运行的网页打开全部课程，并打开浏览器。",
        ["open --port"] = "用哪个端口。不写就用上次的，或者任意一个空闲的。",
        ["open --no-browser"] = "只打印网址，不打开浏览器。",
        ["site"] = "把各课写成不需要服务器的网页。",
        ["site --output"] = "写到哪个文件夹。",
        ["site --address"] = "网站将来的地址，例如 https://example.org/course/，给搜索引擎的站点地图要用。",
        ["build"] = "由源文件生成各课的笔记本，运行并保存输出。",
        ["build LESSON"] = Lessons,
        ["build --language"] = Languages,
        ["build --stored"] = "什么都不运行，沿用已保存的输出，适合只改了文字的时候。输出不再相符的地方，check 会指出来。",
        ["check"] = "检查各课：规则、保存的笔记本、重新运行的结果、参考答案和错误答案。",
        ["check LESSON"] = Lessons,
        ["check --language"] = Languages,
        ["check --structure"] = "只查不用运行的：源文件、规则、保存的笔记本。",
        ["check --measure"] = "只列出每课有多大：字数、行数、分钟数、列宽。",
        ["check --at-once"] = "同时运行几个笔记本（1 到 16）。只有设为 1，表里的秒数才是每课自己的用时。",
        ["kernel"] = "安装、删除、列出 Jupyter 内核。",
        ["kernel install"] = "让 Jupyter 和 VS Code 找得到课程的内核。",
        ["kernel install --name"] = $"内核的名字。不写就是 {KernelInstaller.SharedName}，除非这个名字已被别的内核占用。",
        ["kernel install --prefix"] = "装进某个环境（例如 conda 的），而不是当前用户名下。",
        ["kernel install --user"] = "装在当前用户名下，默认如此。",
        ["kernel install --replace"] = "覆盖同名的另一个内核。",
        ["kernel uninstall"] = "删除内核。",
        ["kernel uninstall --name"] = "内核的名字。",
        ["kernel uninstall --prefix"] = "从某个环境里删除，而不是当前用户名下。",
        ["kernel uninstall --user"] = "从当前用户名下删除，默认如此。",
        ["kernel list"] = "列出已安装的内核。",
        ["fp8"] = "看一个数存成八位格式 E4M3 和 E5M2 是什么样，或者把一个文件里的数全部编码。",
        ["fp8 NUMBER|FILE"] = "一个数，例如 3.14、-0.002 或 NaN。用了 --codes 就是一个文件，每行一个 float32，写成 8 位十六进制。",
        ["fp8 --codes"] = "把文件每一行的编码打印成 2 位十六进制，超出范围取最大值：e4m3 或 e5m2。",
        ["verify"] = "运行一个 DeepSeek 模型，逐个比较记录下来的张量：预填充和解码，朴素形式和吸收形式。",
        ["verify folder"] = "一个文件夹，里面有 config.json、model.safetensors 和 activations.safetensors。",
        ["verify --engine"] = "torch，或者 plain（只用 C#）。",
        ["train"] = "训练一个模型，最后一行打印验证损失（每词元多少奈特）。",
        ["train NAME|CONFIG.json"] = "data/models 里的一份配置（nano-char、tiny-gpt、tiny-rnn、tiny-v3 等），或同样格式的文件。",
        ["train --text"] = "换成自己的 UTF-8 文本来训练。",
        ["train --steps"] = "换一个步数，不用配置里的。",
        ["train --resume"] = "从上次停下的地方接着训练。",
        ["train --out"] = "训练好的模型放在哪个文件夹，默认是 models/NAME。",
        ["train --products"] = "float32 或 bf16，想得到和别的机器一样的数字就指定它。默认用这台机器上快的那种。",
        ["train --threads"] = "用几个线程计算。默认是一个或全部，看这台机器上哪样快。",
        ["generate"] = "用训练好的模型续写一段文字。",
        ["generate MODEL"] = Model,
        ["generate --prompt"] = "要续写的文字。",
        ["generate --tokens"] = "最多写多少个词元。",
        ["generate --temperature"] = "温度。0 总取最可能的词元，大于 1 更奔放。",
        ["generate --top-k"] = "只在最可能的 k 个词元里选。",
        ["generate --top-p"] = "只在概率加起来够这么多的最可能词元里选（核采样）。",
        ["generate --min-p"] = "只在概率不低于最大概率这么多倍的词元里选。",
        ["generate --typical"] = "只在意外程度最接近平均、概率加起来够这么多的词元里选。",
        ["generate --repetition-penalty"] = "大于 1 时，出现过的词元更难再出现。",
        ["generate --stop"] = "遇到这段文字就停，可以给多个。",
        ["generate --pattern"] = "整个输出必须符合的正则表达式。",
        ["generate --engine"] = "plain（只用 C#）或 torch。不写就用第一个认得这个模型的。",
        ["generate --seed"] = "种子相同，写出的文字也相同。",
        ["export"] = "把模型写成 GGUF 文件或 Hugging Face 文件夹。",
        ["export MODEL"] = Model,
        ["export --format"] = "gguf（llama.cpp 一类程序用，一个文件）或 hf（Hugging Face，一个文件夹）。",
        ["export --type"] = "矩阵怎么存：f32、bf16，或 q8_0（仅限 gguf）。",
        ["export --output"] = "写到哪里。不写就是 models/NAME-TYPE.gguf 或 models/NAME-hf。",
        ["import"] = "读入并检查别的程序的模型，写到 models/。",
        ["import FOLDER|FILE.gguf"] = "Hugging Face 文件夹（DeepSeek-V2 和 V3、Llama、Qwen2），或者这些模型以及 gpt2 的 GGUF 文件。",
        ["import --name"] = "起个名字。不写就用文件夹或文件的名字。",
        ["import --type"] = "矩阵怎么存：f32 什么都不改，bf16 小一半。",
        ["serve"] = "只在本机提供一个模型，接口和 OpenAI 的一样（models、completions、chat completions）。",
        ["serve MODEL"] = Model,
        ["serve --port"] = "用哪个端口。不写就用任意一个空闲的。",
        ["serve --token"] = "客户端必须出示的 API key。不写就不用。",
        ["serve --queue"] = "正在回答一个请求时，最多让几个请求排队。",
        ["chat"] = "和模型聊天。空行或 Ctrl+D 结束。",
        ["chat MODEL"] = "课程自带的模型、文件夹或 GGUF 文件。用了 --url，就写服务器上的模型名。",
        ["chat --url"] = "服务器的基础网址，例如 http://127.0.0.1:8080/v1。",
        ["chat --key"] = "--url 要用的 API key。不写就取环境变量 OPENAI_API_KEY。",
        ["chat --temperature"] = "温度。0 总取最可能的词元，大于 1 更奔放，最大为 2。",
        ["chat --tokens"] = "一次回答最多多少个词元。",
        ["tokenize"] = "看一段文字切成哪些词元：编号，以及各自代表什么。不加起始标记。",
        ["tokenize text"] = "要切的文字，放在引号里。里面的换行也算文字。",
        ["tokenize --input"] = "改为逐行读取一个 UTF-8 文件，行尾的 LF 或 CRLF 不算在内。",
        ["tokenize --ids"] = "只打印编号，用空格隔开。输入一行，输出一行，空行还是空行。",
        ["tokenize --tokenizer"] = "不用 DeepSeek-V3 的分词器，换成这个文件：课程自己的格式，或字节级 BPE 的 tokenizer.json。",
        ["count"] = "只凭配置，数出模型的参数、运算量、缓存和内存。",
        ["count MODEL"] = $"config.json（或它所在的文件夹），或者一个预设：{string.Join("、", ModelConfig.Presets.Select(preset => preset.Name))}。",
        ["count --json"] = "不要表格，给一个 JSON 对象。参数以个计，运算量以每词元 FLOPs 计，内存和缓存以字节计。",
        ["count --context"] = "算注意力的运算量时，序列有多少个词元。",
        ["help"] = "说明各个命令，或者其中一个。",
        ["help VERB"] = "要说明的命令。不写就列出全部。",
    };

    /// <summary>Gives a command and all below it their Chinese descriptions.</summary>
    /// <returns>The names that no Chinese is known for; they keep their English.</returns>
    public static IReadOnlyList<string> Apply(Command command, string path = "")
    {
        List<string> unknown = [];
        IEnumerable<Symbol> own = command.Options.Where(option => !option.Hidden).Concat<Symbol>(command.Arguments);
        foreach ((Symbol symbol, string key) in own.Select(symbol => (symbol, $"{path} {symbol.Name}".Trim())).Prepend((command, path)))
        {
            if (Words.TryGetValue(key, out string? words))
                symbol.Description = words;
            else
                unknown.Add(key);
        }

        foreach (Command below in command.Subcommands.Where(below => !below.Hidden))
            unknown.AddRange(Apply(below, $"{path} {below.Name}".Trim()));
        return unknown;
    }

    /// <summary>The help text with Chinese headings in place of those that the library for command lines writes.</summary>
    public static string Headings(string help) => Regex.Replace(help, @"^(?<heading>Description|Usage|Arguments|Options|Commands):\r?$|\[(?<part>command|options)\]|\[(?<default>default): |(?<required>\(REQUIRED\))",
        match => match switch
        {
            _ when match.Groups["heading"].Success => match.Groups["heading"].Value switch { "Description" => "说明：", "Usage" => "用法：", "Arguments" => "参数：", "Options" => "选项：", _ => "命令：" },
            _ when match.Groups["part"].Success => match.Groups["part"].Value == "command" ? "[命令]" : "[选项]",
            _ when match.Groups["default"].Success => "[默认：",
            _ => "（必填）",
        }, RegexOptions.Multiline);
}
