using System.Text.Json;

namespace NotebookCourse.Kernel.Packages;

/// <summary>What a restore brought, as full paths.</summary>
/// <param name="CompileAssemblies">To compile against.</param>
/// <param name="RuntimeAssemblies">To run with.</param>
/// <param name="NativeFolders">Folders with native libraries.</param>
internal sealed record RestoredPackages(IReadOnlyList<string> CompileAssemblies, IReadOnlyList<string> RuntimeAssemblies, IReadOnlyList<string> NativeFolders)
{
    public static RestoredPackages None { get; } = new([], [], []);

    /// <summary>Reads the <c>project.assets.json</c> that a restore leaves.</summary>
    public static RestoredPackages Read(string assetsFile)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
        var root = document.RootElement;
        string[] packageFolders = [.. root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
        var libraries = root.GetProperty("libraries");

        // The last target is the one with the runtime identifier: only it lists native files and platform assemblies.
        var target = root.GetProperty("targets").EnumerateObject().Last().Value;
        List<string> compile = [], runtime = [], native = [];
        foreach (var library in target.EnumerateObject())
        {
            string path = libraries.GetProperty(library.Name).TryGetProperty("path", out var value) ? value.GetString()! : "";
            compile.AddRange(Files(library.Value, "compile"));
            runtime.AddRange(Files(library.Value, "runtime"));
            native.AddRange(Files(library.Value, "native"));

            IEnumerable<string> Files(JsonElement item, string kind) =>
                item.TryGetProperty(kind, out var files)
                    ? files.EnumerateObject().Select(file => file.Name).Where(name => !name.EndsWith("_._", StringComparison.Ordinal))
                        .Select(name => packageFolders.Select(folder => Path.Combine(folder, path, name)).First(File.Exists))
                    : [];
        }

        return new RestoredPackages(
            [.. compile.Where(IsAssembly)],
            [.. runtime.Where(IsAssembly)],
            [.. native.Select(file => Path.GetDirectoryName(file)!).Distinct()]);
    }

    private static bool IsAssembly(string file) => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
}
