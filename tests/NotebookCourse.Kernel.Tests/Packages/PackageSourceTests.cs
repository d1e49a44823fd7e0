using NotebookCourse.Kernel.Packages;
using NotebookCourse.Kernel.Sessions;
using NotebookCourse.Kernel.Tests.Scripting;

namespace NotebookCourse.Kernel.Tests.Packages;

/// <summary>Where packages come from, which versions are had, and what the person is told; with sources of the test's own.</summary>
[Collection(OneNotebook.Name)]
public sealed class PackageSourceTests
{
    [Fact]
    public async Task SettingsBesideTheNotebookHold()
    {
        using var feed = new LocalFeed();
        feed.Add("Kernel.Test.Needed", "2.0.0");
        feed.Add("Kernel.Test.Settings", "1.2.0", ("Kernel.Test.Needed", "2.0.0"));
        await using var notebook = new Notebook(feed.Path);
        Assert.Equal("1.2.0 2.0.0", await notebook.Run("var before = 1;\n#r \"nuget: Kernel.Test.Settings, 1.2.0\"\nKernel.Test.Settings.Greeting.Text + \" \" + Kernel.Test.Needed.Greeting.Text"));
        Assert.Equal("Restored: Kernel.Test.Settings 1.2.0", notebook.Outputs.OfType<DisplayOutput>().Single().Data["text/plain"]);
        Assert.DoesNotContain("instead", notebook.Stderr, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(feed.Path, "cache", "kernel.test.settings", "1.2.0")));

        // What was restored once is found again without a source.
        Directory.Delete(Path.Combine(feed.Path, "feed"), recursive: true);
        var found = PackageCache.Find([new PackageRequest("Kernel.Test.Settings", "1.2.0")], feed.Path);
        Assert.Equal(["Kernel.Test.Needed 2.0.0", "Kernel.Test.Settings 1.2.0"], found!.Packages.Select(package => $"{package.Name} {package.Version}"));
        Assert.Null(PackageCache.Find([new PackageRequest("Kernel.Test.Settings", "*")], feed.Path));
        Assert.Null(PackageCache.Find([new PackageRequest("Kernel.Test.Settings", "1.1.0")], feed.Path));
    }

    [Fact]
    public async Task ACellMayNameASource()
    {
        using var feed = new LocalFeed(inSettings: false);
        feed.Add("Kernel.Test.Named", "1.0.0");
        await using var notebook = new Notebook(feed.Path);
        Assert.Equal(CellStatus.Failed, await notebook.Try("#i \"nuget:nowhere\"\n#r \"nuget: Kernel.Test.Named, 1.0.0\""));
        Assert.Contains("nowhere", notebook.Error.Value, StringComparison.Ordinal);
        Assert.Equal("1.0.0", await notebook.Run("#i \"nuget:feed\"\n#r \"nuget: Kernel.Test.Named\"\nKernel.Test.Named.Greeting.Text"));
    }

    [Fact]
    public async Task ASourceThatDoesNotAnswerIsLeftOutAndSaid()
    {
        const string Silent = "http://127.0.0.1:9/index.json"; // the port for what is thrown away: nobody listens
        using var feed = new LocalFeed(insecure: Silent);
        feed.Add("Kernel.Test.Heard", "1.0.0");
        await using var notebook = new Notebook(feed.Path);
        Assert.Equal(CellStatus.Failed, await notebook.Try("#r \"nuget: Kernel.Test.NotThere, 1.0.0\""));
        Assert.Contains("Unable to find package Kernel.Test.NotThere", notebook.Error.Value, StringComparison.Ordinal);
        Assert.Contains($"{Silent} does not answer.", notebook.Error.Value, StringComparison.Ordinal);
        Assert.Equal("1.0.0", await notebook.Run("#r \"nuget: Kernel.Test.Heard\"\nKernel.Test.Heard.Greeting.Text"));
        Assert.Contains($"[The package source {Silent} does not answer.", notebook.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherVersionThanTheOneAskedForIsSaid()
    {
        using var feed = new LocalFeed();
        feed.Add("Kernel.Test.Other", "1.0.0");
        feed.Add("Kernel.Test.Other", "3.0.0");
        await using var notebook = new Notebook(feed.Path);
        Assert.Equal("3.0.0", await notebook.Run("#r \"nuget: Kernel.Test.Other, 2.0.0\"\nKernel.Test.Other.Greeting.Text"));
        Assert.Contains("Kernel.Test.Other 2.0.0 is at none of the package sources; 3.0.0 is used instead", notebook.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALoadedVersionIsNotReplaced()
    {
        using var feed = new LocalFeed();
        feed.Add("Kernel.Test.Loaded", "1.0.0");
        feed.Add("Kernel.Test.Loaded", "2.0.0");
        feed.Add("Kernel.Test.Newer", "1.0.0", ("Kernel.Test.Loaded", "2.0.0"));
        await using var notebook = new Notebook(feed.Path);
        Assert.Equal("1.0.0", await notebook.Run("#r \"nuget: Kernel.Test.Loaded, 1.0.0\"\nKernel.Test.Loaded.Greeting.Text"));
        Assert.Equal(CellStatus.Failed, await notebook.Try("#r \"nuget: Kernel.Test.Loaded, 2.0.0\"\nKernel.Test.Loaded.Greeting.Text"));
        Assert.Contains("Kernel.Test.Loaded 1.0.0 is loaded", notebook.Error.Value, StringComparison.Ordinal);
        Assert.Contains("2.0.0 cannot take its place", notebook.Error.Value, StringComparison.Ordinal);
        Assert.Equal("1.0.0", await notebook.Run("#r \"nuget: Kernel.Test.Loaded\"\nKernel.Test.Loaded.Greeting.Text"));
        Assert.Empty(notebook.Outputs.OfType<DisplayOutput>());
    }

    [Fact]
    public async Task AVersionThatNothingUsedYetIsReplaced()
    {
        using var feed = new LocalFeed();
        feed.Add("Kernel.Test.Unused", "1.0.0");
        feed.Add("Kernel.Test.Unused", "2.0.0");
        await using var notebook = new Notebook(feed.Path);
        await notebook.Run("#r \"nuget: Kernel.Test.Unused, 1.0.0\"");
        Assert.Equal("2.0.0", await notebook.Run("#r \"nuget: Kernel.Test.Unused, 2.0.0\"\nKernel.Test.Unused.Greeting.Text"));
    }

    [Fact]
    public async Task ANativeLibraryForOtherPlatformsOnlyIsNamed()
    {
        using var feed = new LocalFeed();
        feed.Add("Kernel.Test.Native", "1.0.0", null, "runtimes/no-such-platform/native/kerneltestnative.dll");
        await using var notebook = new Notebook(feed.Path);
        await notebook.Run("#r \"nuget: Kernel.Test.Native, 1.0.0\"\nusing System.Runtime.InteropServices;\nclass N { [DllImport(\"kerneltestnative\")] public static extern int f(); }");
        await notebook.Try("N.f()");
        Assert.Equal("DllNotFoundException", notebook.Error.Name);
        Assert.Contains("Kernel.Test.Native 1.0.0 has kerneltestnative for no-such-platform", notebook.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TenRestoresInOneSession()
    {
        using var feed = new LocalFeed();
        foreach (int number in Enumerable.Range(1, 10))
            feed.Add($"Kernel.Test.Ten{number}", "1.0.0", number > 1 ? ($"Kernel.Test.Ten{number - 1}", "1.0.0") : null);
        await using var notebook = new Notebook(feed.Path);
        foreach (int number in Enumerable.Range(1, 10))
            Assert.Equal("1.0.0", await notebook.Run($"#r \"nuget: Kernel.Test.Ten{number}, 1.0.0\"\nKernel.Test.Ten{number}.Greeting.Text"));
    }
}
