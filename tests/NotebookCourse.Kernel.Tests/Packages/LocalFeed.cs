using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookCourse.Kernel.Tests.Packages;

/// <summary>A notebook's folder with a package source in it, a package cache of its own, and no other source.</summary>
internal sealed class LocalFeed : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="inSettings">Whether the notebook's nuget.config names the source.</param>
    /// <param name="insecure">One more source that it names, by its HTTP address; null for none.</param>
    public LocalFeed(bool inSettings = true, string? insecure = null)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "feed"));
        string source = inSettings ? "<add key=\"feed\" value=\"feed\" />" : "";
        if (insecure is not null)
            source += $"<add key=\"insecure\" value=\"{insecure}\" allowInsecureConnections=\"true\" />";
        _folder.Write("nuget.config", $"<configuration><config><add key=\"globalPackagesFolder\" value=\"cache\" /></config><packageSources><clear />{source}</packageSources><fallbackPackageFolders><clear /></fallbackPackageFolders></configuration>");
    }

    public string Path => _folder.Path;

    /// <summary>Adds a package whose class <c>NAME.Greeting</c> says its version.</summary>
    /// <param name="name">Its id, its assembly's name and its namespace.</param>
    /// <param name="version">Its version.</param>
    /// <param name="dependency">The id and the version of a package that it needs.</param>
    /// <param name="files">Further files, by their path in the package.</param>
    public void Add(string name, string version, (string Name, string Version)? dependency = null, params string[] files)
    {
        using var package = ZipFile.Open(System.IO.Path.Combine(Path, "feed", $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        string needs = dependency is { } other ? $"<dependency id=\"{other.Name}\" version=\"{other.Version}\" />" : "";
        Write(package, $"{name}.nuspec", System.Text.Encoding.UTF8.GetBytes(
            $"<package xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata><id>{name}</id><version>{version}</version><authors>tests</authors><description>For a test.</description>"
            + $"<dependencies><group targetFramework=\"net8.0\">{needs}</group></dependencies></metadata></package>"));
        Write(package, $"lib/net8.0/{name}.dll", Assembly(name, version));
        foreach (string file in files)
            Write(package, file, [0]);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Assembly(string name, string version)
    {
        string source = $"[assembly: System.Reflection.AssemblyVersion(\"{version}.0\")] namespace {name} {{ public static class Greeting {{ public static string Text => \"{version}\"; }} }}";
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)], [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return image.ToArray();
    }

    private static void Write(ZipArchive package, string path, byte[] content)
    {
        using var entry = package.CreateEntry(path).Open();
        entry.Write(content);
    }
}
