using NotebookCourse.Kernel.Packages;

namespace NotebookCourse.Kernel.Tests.Packages;

/// <summary>What is found in the cache is what the SDK restores.</summary>
public sealed class PackageCacheTests
{
    [Fact]
    public void TheCacheGivesWhatARestoreGives()
    {
        PackageRequest[] requests =
        [
            new("Microsoft.Data.Sqlite", "9.0.0"), // native libraries
            new("Plotly.NET", "6.0.0"), // a deep graph with several versions of one package
            new("System.Text.Json", "8.0.5"), // .NET has it already
            new("MathNet.Numerics", "5.0.0"),
            new("xunit", "[2.9.3]"),
        ];
        var restored = PackageRestore.Run(requests, [], AppContext.BaseDirectory, _ => { }, CancellationToken.None);
        var found = PackageCache.Find(requests, AppContext.BaseDirectory);
        Assert.NotNull(found);
        Assert.Equal(restored.CompileAssemblies.Order(StringComparer.Ordinal), found.CompileAssemblies.Order(StringComparer.Ordinal));
        Assert.Equal(restored.RuntimeAssemblies.Order(StringComparer.Ordinal), found.RuntimeAssemblies.Order(StringComparer.Ordinal));
        Assert.Equal(restored.NativeFiles.Order(StringComparer.Ordinal), found.NativeFiles.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("[1.2.3]", "1.2.3")]
    [InlineData("1.2.3-beta", "1.2.3-beta")]
    [InlineData("[1.2, 2.0)", null)]
    [InlineData("1.*", null)]
    [InlineData("*", null)]
    public void OnlyAnExactVersionLeavesNoChoice(string asked, string? exact) => Assert.Equal(exact, PackageCache.Exact(asked)?.ToString());

    [Fact]
    public void ADistributionsOwnNameFallsBackToLinux()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var chain = RuntimeIdentifiers.Of("ubuntu.24.04-x64");
        Assert.Equal("ubuntu.24.04-x64", chain[0]);
        Assert.Contains("linux", chain);
        Assert.True(chain.ToList().IndexOf("linux") < chain.ToList().IndexOf("unix"), string.Join(" ", chain));
        Assert.Equal("any", chain[^1]);
        Assert.StartsWith("linux-", RuntimeIdentifiers.Portable, StringComparison.Ordinal);
    }
}
