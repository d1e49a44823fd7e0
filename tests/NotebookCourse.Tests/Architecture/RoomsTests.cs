using System.Text.RegularExpressions;

namespace NotebookCourse.Tests.Architecture;

/// <summary>
/// The rooms of the library, in order: a room may use only rooms that stand before it. A room may have one part in
/// lib/NotebookCourse, which has no torch below it, and one in lib/NotebookCourse.Torch.
/// </summary>
public sealed partial class RoomsTests
{
    private static readonly string[] Rooms =
    [
        "Display", "Precision", "Probability", "Text", "Accounting", "Layers", "Attention", "Routing", "Models", "Checkpoints",
        "Sampling", "Training", "Inference", "Scaling", "Figures", "Exercises", "Claims",
    ];

    [Fact]
    public void Every_folder_of_the_library_is_a_room()
    {
        IEnumerable<string> folders = Libraries.SelectMany(Directory.EnumerateDirectories).Select(folder => Path.GetFileName(folder)!)
            .Where(name => name is not ("bin" or "obj"));
        Assert.Empty(folders.Except(Rooms));
    }

    [Fact]
    public void No_room_uses_a_room_that_stands_after_it()
    {
        var violations =
            from room in Rooms
            from file in FilesOf(room)
            from used in Used(File.ReadAllText(file))
            where Array.IndexOf(Rooms, used) > Array.IndexOf(Rooms, room)
            select $"{room}/{Path.GetFileName(file)} uses {used}";
        Assert.Empty(violations);
    }

    [Fact]
    public void Every_file_of_a_room_has_the_namespace_of_the_room()
    {
        var strays =
            from room in Rooms
            from file in FilesOf(room)
            where !File.ReadAllText(file).Contains($"namespace NotebookCourse.{room}", StringComparison.Ordinal)
                && !File.ReadAllText(file).Contains("[assembly:", StringComparison.Ordinal)
            select $"{room}/{Path.GetFileName(file)}";
        Assert.Empty(strays);
    }

    [Fact]
    public void The_map_names_every_room_and_only_files_that_are_there()
    {
        string docs = Path.Combine(Repository, "docs"), map = File.ReadAllText(Path.Combine(docs, "architecture.md"));
        string[] links = [.. Link().Matches(map).Select(match => match.Groups[1].Value)];
        Assert.True(links.Length > 40);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(docs, link)), link));
        Assert.All(Rooms, room => Assert.Matches($@"(?m)^\| .*\b{room}\b", map));
    }

    [Fact]
    public void The_half_without_torch_refers_to_nothing_of_it()
    {
        string?[] names = [.. typeof(CourseData).Assembly.GetReferencedAssemblies().Select(reference => reference.Name)];
        Assert.Contains("MathNet.Numerics", names);
        Assert.DoesNotContain("TorchSharp", names);
        Assert.DoesNotContain("NotebookCourse.Torch", names);
    }

    [Fact]
    public void The_kernel_knows_nothing_of_the_course()
    {
        string kernel = Path.Combine(Repository, "lib", "NotebookCourse.Kernel");
        Assert.DoesNotContain("NotebookCourse/NotebookCourse.csproj", File.ReadAllText(Path.Combine(kernel, "NotebookCourse.Kernel.csproj")));
        var uses = Directory.EnumerateFiles(kernel, "*.cs", SearchOption.AllDirectories)
            .Where(file => Used(File.ReadAllText(file)).Any())
            .Select(Path.GetFileName);
        Assert.Empty(uses);
    }

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

    private static string[] Libraries => [Path.Combine(Repository, "lib", "NotebookCourse"), Path.Combine(Repository, "lib", "NotebookCourse.Torch")];

    private static IEnumerable<string> FilesOf(string room) => Libraries.Select(library => Path.Combine(library, room)).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories));

    private static IEnumerable<string> Used(string source) =>
        RoomReference().Matches(source).Select(match => match.Groups[1].Value).Where(Rooms.Contains).Distinct();

    [GeneratedRegex(@"\]\((\.\./[^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"NotebookCourse\.(?!Kernel|Workshop)([A-Z]\w+)")]
    private static partial Regex RoomReference();
}
