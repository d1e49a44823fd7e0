using System.Reflection;
using System.Runtime.Loader;
using TorchSharp;

namespace NotebookCourse.Tests.Native;

[Collection(OneTorch.Name)]
public sealed class LibTorchTests
{
    [Fact]
    public void Loads_and_multiplies_on_this_machine()
    {
        Assert.Null(LibTorch.Fault);
        Assert.Null(LibTorch.LoadNow());
        using var scope = torch.NewDisposeScope();
        torch.Tensor product = torch.mm(torch.ones(2, 3), torch.ones(3, 4)); // [2, 4]
        Assert.Equal([2, 4], product.shape);
        Assert.Equal(24f, product.sum().item<float>());
    }

    [Fact]
    public void Exists_for_the_platform_this_was_built_for() => Assert.Contains(LibTorch.Platform, LibTorch.Platforms);

    // A published folder that lost its libtorch: copies of the two assemblies alone, in a load context of their own.
    [Fact]
    public void Without_it_the_first_tensor_says_why_and_TorchSharp_searches_nothing()
    {
        string folder = Directory.CreateTempSubdirectory("without libtorch ").FullName; // Windows deletes nothing that is loaded
        string torchSharp = Copy(typeof(torch).Assembly, folder), library = Copy(typeof(LibTorch).Assembly, folder);
        var context = new AssemblyLoadContext("without libtorch", isCollectible: false);
        Assembly tensors = context.LoadFromAssemblyPath(torchSharp);
        Type ours = context.LoadFromAssemblyPath(library).GetType(typeof(LibTorch).FullName!, throwOnError: true)!;

        string fault = Assert.IsType<string>(ours.GetProperty(nameof(LibTorch.Fault))!.GetValue(null));
        Assert.Contains(folder, fault);
        Assert.Contains("dotnet course.cs setup", fault);
        MethodInfo seed = tensors.GetType("TorchSharp.torch+random", throwOnError: true)!.GetMethod("manual_seed")!;
        Exception thrown = Assert.Throws<TargetInvocationException>(() => seed.Invoke(null, [1L]));
        while (thrown.InnerException is { } inner)
            thrown = inner;
        Assert.Equal(fault, Assert.IsType<PlatformNotSupportedException>(thrown).Message);
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(folder).Count()); // and it copied nothing
        if (!OperatingSystem.IsWindows())
            Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("linux-arm64", true)]
    [InlineData("linux-musl-x64", true)]
    [InlineData("osx-x64", false)]
    public void A_platform_without_it_is_named_with_those_that_have_it(string platform, bool mayBeContainer)
    {
        string said = LibTorch.NoneFor(platform, LibTorch.Platforms);
        Assert.Contains(platform, said);
        Assert.All(["linux-x64", "win-x64", "win-arm64", "osx-arm64"], name => Assert.Contains(name, said));
        Assert.Equal(mayBeContainer, said.Contains("linux/amd64", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("osx-arm64", "brew install libomp", "macOS 15")]
    [InlineData("win-x64", "winget install Microsoft.VCRedist.2015+.x64", "Visual C++")]
    [InlineData("win-arm64", "winget install Microsoft.VCRedist.2015+.arm64", "Visual C++")]
    [InlineData("linux-x64", "glibc 2.34", "GCC 12")]
    public void What_does_not_load_names_what_this_system_needs(string platform, string command, string need)
    {
        string said = LibTorch.DoesNotLoad(platform, "no such image");
        Assert.Contains(command, said);
        Assert.Contains(need, said);
        Assert.Contains("no such image", said);
        Assert.Equal(platform.StartsWith("linux", StringComparison.Ordinal), said.Contains("glibc", StringComparison.Ordinal));
    }

    private static string Copy(Assembly assembly, string folder)
    {
        string copy = Path.Combine(folder, Path.GetFileName(assembly.Location));
        File.Copy(assembly.Location, copy);
        return copy;
    }
}
