using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using NotebookCourse.NativePatch;

namespace NotebookCourse.Tests.Native;

public class AssemblyReferencesTests
{
    private static readonly string Giraffe = Path.Combine(AppContext.BaseDirectory, "Giraffe.ViewEngine.dll");

    [Fact]
    public void What_lessons_load_asks_for_the_versions_beside_it()
    {
        Version present = AssemblyName.GetAssemblyName(Path.Combine(AppContext.BaseDirectory, "FSharp.Core.dll")).Version!;
        string[] files = ["Giraffe.ViewEngine.dll", "DynamicObj.dll", "Plotly.NET.dll", "Fable.Core.dll"];
        Assert.All(files, file => Assert.Equal(present, References(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, file)))["FSharp.Core"]));
    }

    [Fact]
    public void Only_an_older_reference_is_raised_and_only_once()
    {
        byte[] image = File.ReadAllBytes(Giraffe);
        var before = References(image);
        Assert.False(AssemblyReferences.Raise(image, _ => new Version(1, 0, 0, 0)));
        Assert.False(AssemblyReferences.Raise(image, _ => null));
        Assert.Equal(before, References(image));

        Assert.True(AssemblyReferences.Raise(image, name => name == "FSharp.Core" ? new Version(99, 8, 7, 6) : null));
        before["FSharp.Core"] = new Version(99, 8, 7, 6);
        Assert.Equal(before, References(image));
        Assert.False(AssemblyReferences.Raise(image, name => name == "FSharp.Core" ? new Version(99, 8, 7, 6) : null));
    }

    [Fact]
    public void A_hard_link_into_the_package_cache_is_not_written_through()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("Giraffe.ViewEngine.dll");
        File.Copy(Giraffe, path);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Newtonsoft.Json.dll"), folder.File("FSharp.Core.dll")); // a newer version: 13.0
        DateTime time = File.GetLastWriteTimeUtc(path);
        using var cached = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

        Assert.Equal([path], AssemblyReferences.RaiseAll(path, folder.Path));
        Assert.Equal(new Version(13, 0, 0, 0), References(File.ReadAllBytes(path))["FSharp.Core"]);
        Assert.Equal(time, File.GetLastWriteTimeUtc(path));
        byte[] kept = new byte[cached.Length];
        cached.ReadExactly(kept);
        Assert.Equal(File.ReadAllBytes(Giraffe), kept);
        Assert.Empty(AssemblyReferences.RaiseAll(path, folder.Path));
    }

    [Fact]
    public void What_is_no_assembly_is_refused() =>
        Assert.Throws<BadImageFormatException>(() => AssemblyReferences.Raise([1, 2, 3], _ => null));

    private static Dictionary<string, Version> References(byte[] image)
    {
        using var file = new PEReader(ImmutableArray.Create(image));
        MetadataReader metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).ToDictionary(reference => metadata.GetString(reference.Name), reference => reference.Version);
    }
}
