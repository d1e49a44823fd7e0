using System.Text.Json;

namespace NotebookCourse.Tests.Native;

/// <summary>
/// What is restored on platforms that no test runs on, read from the committed lock files. After a change of packages
/// they are written anew by <c>locks/write</c>.
/// </summary>
public sealed class LockFilesTests
{
    private static readonly string[] WithoutLibTorch = ["linux-arm64", "linux-musl-x64", "osx-x64"];

    private static IEnumerable<string> Platforms => LibTorch.Platforms.Concat(WithoutLibTorch);

    public static TheoryData<string> All => [.. Platforms];

    [Fact]
    public void Every_platform_that_is_built_has_its_own() =>
        Assert.Equal(Platforms.Order(), Directory.EnumerateDirectories(Locks).Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(All))]
    public void Every_project_is_locked(string platform)
    {
        IEnumerable<string> projects = new[] { "lib", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(file => Path.GetFileNameWithoutExtension(file));
        Assert.Empty(projects.Except(Directory.EnumerateFiles(Path.Combine(Locks, platform)).Select(file => Path.GetFileNameWithoutExtension(file))));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Libtorch_is_the_platforms_own_in_one_version(string platform)
    {
        string[] found = [.. Packages(platform, "NotebookCourse.Torch").Where(package => package.StartsWith("libtorch", StringComparison.Ordinal))];
        string version = Packages("linux-x64", "NotebookCourse.Torch").Single(package => package.StartsWith("libtorch-cpu-linux-x64 ", StringComparison.Ordinal)).Split(' ')[1];
        Assert.Equal(WithoutLibTorch.Contains(platform) ? [] : [$"libtorch-cpu-{platform} {version}"], found);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Everything_else_is_the_same_everywhere(string platform)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Locks, "linux-x64")))
        {
            string project = Path.GetFileNameWithoutExtension(file);
            Assert.Equal(Managed("linux-x64", project), Managed(platform, project));
        }

        static IEnumerable<string> Managed(string platform, string project) =>
            Packages(platform, project).Where(package => !package.StartsWith("libtorch", StringComparison.Ordinal));
    }

    // "name version" of every package that the projects' code sees.
    private static IEnumerable<string> Packages(string platform, string project)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Locks, platform, project + ".json")));
        return [.. file.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
            .Where(package => package.Value.TryGetProperty("resolved", out _))
            .Select(package => $"{package.Name} {package.Value.GetProperty("resolved").GetString()}").Order(StringComparer.Ordinal)];
    }

    private static string Locks => Path.Combine(Repository, "locks");

    private static string Repository
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NotebookCourse.sln")))
                folder = folder.Parent;
            return folder?.FullName ?? throw new DirectoryNotFoundException($"no NotebookCourse.sln above {AppContext.BaseDirectory}");
        }
    }
}
