using System.Text.Json;

namespace NotebookCourse.Kernel.Packages;

/// <summary>A package that was restored.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Folder">Where it lies.</param>
internal sealed record RestoredPackage(string Name, string Version, string Folder);

/// <summary>What a restore brought, as full paths.</summary>
/// <param name="Packages">The packages, with those they depend on.</param>
/// <param name="CompileAssemblies">To compile against.</param>
/// <param name="RuntimeAssemblies">To run with.</param>
/// <param name="NativeFiles">Native libraries.</param>
internal sealed record RestoredPackages(
    IReadOnlyList<RestoredPackage> Packages, IReadOnlyList<string> CompileAssemblies, IReadOnlyList<string> RuntimeAssemblies, IReadOnlyList<string> NativeFiles)
{
    // The host has these namespaces itself: with both, no cell could name a type of theirs.
    private static readonly string[] StoodInFor = ["Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.Formatting"];

    public static RestoredPackages None { get; } = new([], [], [], []);

    /// <summary>To compile against.</summary>
    public IReadOnlyList<string> CompileAssemblies { get; init; } =
        [.. CompileAssemblies.Where(file => !StoodInFor.Contains(Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase))];

    /// <summary>Reads the <c>project.assets.json</c> that a restore leaves.</summary>
    public static RestoredPackages Read(string assetsFile)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
        var root = document.RootElement;
        string[] packageFolders = [.. root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
        var libraries = root.GetProperty("libraries");

        // The last target is the one with the runtime identifier: only it lists native files and platform assemblies.
        var target = root.GetProperty("targets").EnumerateObject().Last().Value;
        List<RestoredPackage> packages = [];
        List<string> compile = [], runtime = [], native = [];
        foreach (var library in target.EnumerateObject())
        {
            string path = libraries.GetProperty(library.Name).TryGetProperty("path", out var value) ? value.GetString()! : "";
            string[] name = library.Name.Split('/');
            packages.Add(new RestoredPackage(name[0], name[1], packageFolders.Select(folder => Path.Combine(folder, path)).First(Directory.Exists)));
            compile.AddRange(Files(library.Value, "compile"));
            runtime.AddRange(Files(library.Value, "runtime"));
            native.AddRange(Files(library.Value, "native"));

            IEnumerable<string> Files(JsonElement item, string kind) =>
                item.TryGetProperty(kind, out var files)
                    ? files.EnumerateObject().Select(file => file.Name).Where(name => !name.EndsWith("_._", StringComparison.Ordinal))
                        .Select(name => packageFolders.Select(folder => Path.Combine(folder, path, name)).First(File.Exists))
                    : [];
        }

        return new RestoredPackages(packages, [.. compile.Where(IsAssembly)], [.. runtime.Where(IsAssembly)], native);
    }

    /// <summary>Whether a file can be an assembly.</summary>
    public static bool IsAssembly(string file) => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
}
