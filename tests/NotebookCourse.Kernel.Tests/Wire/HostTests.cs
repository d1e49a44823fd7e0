using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Tests.Wire;

/// <summary>What a cell finds in the kernel's own process: the machine's cultures, and packages in the versions it asks for.</summary>
public sealed class HostTests : IAsyncLifetime
{
    private WireSession _session = null!;

    public async ValueTask InitializeAsync() => _session = await WireSession.StartAsync(KernelSpec.Own(), AppContext.BaseDirectory);

    public async ValueTask DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public async Task CulturesAreTheMachines()
    {
        Assert.Equal("apple,Apple,banana,Cherry", await Run("string.Join(\",\", new[] { \"banana\", \"Apple\", \"apple\", \"Cherry\" }.OrderBy(word => word))"));
        Assert.Equal("$1,234.50", await Run("1234.5.ToString(\"C\", new System.Globalization.CultureInfo(\"en-US\"))"));
        Assert.Equal("2024年1月2日星期二", await Run("new DateTime(2024, 1, 2).ToString(\"D\", System.Globalization.CultureInfo.GetCultureInfo(\"zh-CN\"))"));
        Assert.Equal("2", await Run("\"é\".Normalize(NormalizationForm.FormD).Length"));
        Assert.Equal("True", await Run("\"résumé\".EndsWith(\"e\\u0301\")"));
    }

    [Fact]
    public async Task APackageThatTheKernelIsBuiltOnHasTheVersionThatIsAskedFor()
    {
        await Run("#r \"nuget: Humanizer.Core, 3.0.10\"\n#r \"nuget: Mono.Cecil, 0.11.5\"\n#r \"nuget: NetMQ, 4.0.4.5\"\n#r \"nuget: Microsoft.CodeAnalysis.CSharp, 4.14.0\"\nusing Humanizer;");
        Assert.Equal("three", await Run("3.ToWords()"));
        foreach (var (type, version) in ((string, string)[])[("Humanizer.NumberToWordsExtension", "3.0.10"), ("Mono.Cecil.ModuleDefinition", "0.11.5"), ("NetMQ.NetMQMessage", "4.0.4.5"), ("Microsoft.CodeAnalysis.CSharp.CSharpCompilation", "4.14.0")])
            Assert.Contains($"{Path.DirectorySeparatorChar}{version}{Path.DirectorySeparatorChar}", await Run($"typeof({type}).Assembly.Location"), StringComparison.Ordinal);
        Assert.Equal("1", await Run("display(1); \"1\""));
        Assert.Equal("<b>1</b>", await Run("HTML(\"<b>1</b>\")"));
    }

    private async Task<string?> Run(string code)
    {
        string? text = null;
        ErrorOutput? error = null;
        var result = await _session.ExecuteAsync(code, output =>
        {
            text = (output as ResultOutput)?.Data["text/plain"] ?? text;
            error ??= output as ErrorOutput;
        }).WaitAsync(Wait.Patience);
        Assert.True(result.Status == CellStatus.Succeeded, error?.Value);
        return text;
    }
}
