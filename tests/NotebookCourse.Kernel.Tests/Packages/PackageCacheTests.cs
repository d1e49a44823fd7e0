using NotebookCourse.Kernel.Packages;

namespace NotebookCourse.Kernel.Tests.Packages;

/// <summary>What is found in the cache is what the SDK restores.</summary>
public sealed class PackageCacheTests
{
    [Theory]
    [InlineData("MathNet.Numerics", "5.0.0")]
    [InlineData("xunit", "[2.9.3]")]
    public void TheCacheGivesWhatARestoreGives(string name, string version)
    {
        var (restored, found) = Both(name, version);
        Assert.NotNull(found);
        AssertSame(restored, found);
    }

    // Deep graphs, native libraries; where a source lacks a version, the restore takes a higher one and the cache says nothing.
    [Theory]
    [InlineData("Plotly.NET", "6.0.0")]
    [InlineData("Microsoft.Data.Sqlite", "9.0.0")]
    public void TheCacheGivesTheSameOrNothing(string name, string version)
    {
        var (restored, found) = Both(name, version);
        Assert.NotEmpty(restored.CompileAssemblies);
        if (found is not null)
            AssertSame(restored, found);
    }

    private static (RestoredPackages Restored, RestoredPackages? Found) Both(string name, string version)
    {
        PackageRequest[] requests = [new(name, version)];
        var restored = PackageRestore.Run(requests, [], AppContext.BaseDirectory, _ => { }, CancellationToken.None);
        return (restored, PackageCache.Find(requests, AppContext.BaseDirectory));
    }

    private static void AssertSame(RestoredPackages restored, RestoredPackages found)
    {
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
