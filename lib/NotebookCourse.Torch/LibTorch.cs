using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace NotebookCourse;

/// <summary>
/// libtorch on this machine: whether there is one, and what makes it load where it would not by itself.
/// <c>notebooks/course.csx</c> asks once for every notebook; programs that compute with tensors ask before they do.
/// </summary>
public static class LibTorch
{
    private static readonly Lazy<string?> Examined = new(() => Examine(typeof(torch).Assembly), LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The platform this library was built for, as .NET names it, for example <c>linux-x64</c>.</summary>
    public static string Platform { get; } = Metadata("CoursePlatform");

    /// <summary>The platforms for which libtorch exists.</summary>
    public static IReadOnlyList<string> Platforms { get; } = Metadata("LibTorchPlatforms").Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null, or why nothing can be computed with tensors here, and what to do about it.</summary>
    public static string? Fault => Examined.Value;

    /// <summary>
    /// Makes libtorch ready. Where it cannot be, nothing happens yet: the first tensor throws an exception that says why
    /// (TorchSharp itself would print 40 lines of a search and copy half a gigabyte first).
    /// </summary>
    public static void Prepare() => _ = Fault;

    /// <summary>The sentence for a platform without libtorch.</summary>
    internal static string NoneFor(string platform, IEnumerable<string> platforms)
    {
        string container = platform.StartsWith("linux-", StringComparison.Ordinal)
            ? Language.Pick(
                " In a container, on a Mac too, ask for the platform linux/amd64 and an image with glibc.",
                "用容器时（包括在 Mac 上），请指定平台 linux/amd64，并选用 glibc 的镜像。")
            : "";
        return Language.Pick(
            $"There is no libtorch for {platform}; it exists for {string.Join(", ", platforms)}. What needs no tensors runs here all the same.{container}",
            $"没有 {platform} 的 libtorch，只有 {string.Join("、", platforms)} 的。不用张量的部分在这里照样能运行。{container}");
    }

    /// <summary>The sentence for libtorch that is not where it was built to.</summary>
    internal static string NotBeside(string folder) => Language.Pick(
        $"libtorch is not in {folder}. Delete that folder and run 'dotnet course.cs setup'.",
        $"{folder} 里没有 libtorch。请删除这个文件夹，再运行 dotnet course.cs setup。");

    /// <summary>The sentence for libtorch that the system does not load.</summary>
    /// <param name="platform">The platform's name.</param>
    /// <param name="reason">What the system said.</param>
    internal static string DoesNotLoad(string platform, string reason) => Language.Pick("libtorch does not load. ", "libtorch 加载不了。") + platform.Split('-')[0] switch
    {
        "osx" => Language.Pick(
            "It needs macOS 15 or later on Apple silicon, and libomp: brew install libomp",
            "它需要 Apple 芯片上的 macOS 15 或更新版本，还需要 libomp：brew install libomp"),
        "win" => Language.Pick(
            $"It needs the Visual C++ redistributable: winget install Microsoft.VCRedist.2015+.{platform.Split('-')[^1]}",
            $"它需要 Visual C++ 运行库：winget install Microsoft.VCRedist.2015+.{platform.Split('-')[^1]}"),
        _ => Language.Pick(
            "It needs glibc 2.34 and libstdc++ of GCC 12, or later ones: a system not older than Debian 12, Ubuntu 22.04 or Fedora 36",
            "它需要 glibc 2.34 和 GCC 12 的 libstdc++，或者更新的：不早于 Debian 12、Ubuntu 22.04、Fedora 36 的系统"),
    } + Language.Pick($". The system says: {reason}", $"。系统的说法：{reason}");

    private static string? Examine(Assembly torchSharp)
    {
        string? fault = Platforms.Contains(Platform) ? Load(Path.GetDirectoryName(torchSharp.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory) : NoneFor(Platform, Platforms);
        if (fault is not null)
            Refuse(torchSharp, fault);
        return fault;
    }

    // Elsewhere than on a Mac the first tensor loads it, and finds what lies beside it.
    private static string? Load(string folder)
    {
        string[] names = NativeNames(Platform);
        string[] files = [.. names.Select(name => Find(folder, name)).OfType<string>()];
        if (files.Length < names.Length)
            return NotBeside(folder);
        return OperatingSystem.IsMacOS() ? Try(files) : null;
    }

    /// <summary>What is loaded, each before those that need it. The Mac's libtorch asks for Homebrew's libomp by its full path; a libomp that says it is that one, loaded before, will do, and lies beside.</summary>
    internal static string[] NativeNames(string platform) => platform.Split('-')[0] switch
    {
        "osx" => ["libomp.dylib", "libc10.dylib", "libtorch_cpu.dylib", "libtorch.dylib", "libLibTorchSharp.dylib"],
        "win" => ["c10.dll", "torch_cpu.dll", "torch.dll", "LibTorchSharp.dll"],
        _ => ["libc10.so", "libtorch_cpu.so", "libtorch.so", "libLibTorchSharp.so"],
    };

    /// <summary>Loads libtorch now, by its files. For those who want the system's own reason.</summary>
    /// <returns>Null, or why it does not load and what to do about it.</returns>
    public static string? LoadNow()
    {
        if (Fault is { } fault)
            return fault;
        string folder = Path.GetDirectoryName(typeof(torch).Assembly.Location) is { Length: > 0 } beside ? beside : AppContext.BaseDirectory;
        return Try(NativeNames(Platform).Select(name => Find(folder, name)!));
    }

    private static string? Try(IEnumerable<string> files)
    {
        try
        {
            foreach (string file in files)
                NativeLibrary.Load(file);
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return DoesNotLoad(Platform, exception.Message.ReplaceLineEndings(" "));
        }
    }

    private static string? Find(string folder, string name) =>
        new[] { Path.Combine(folder, name), Path.Combine(folder, "runtimes", Platform, "native", name) }.FirstOrDefault(File.Exists);

    // TorchSharp is told that its libraries were found, and hears the truth at the first function it wants of them.
    private static void Refuse(Assembly torchSharp, string fault)
    {
        var context = AssemblyLoadContext.GetLoadContext(torchSharp) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += (_, name) => name is "torch_cpu" or "LibTorchSharp" ? NativeLibrary.GetMainProgramHandle() : 0;
        NativeLibrary.SetDllImportResolver(torchSharp, (_, _, _) => throw new PlatformNotSupportedException(fault));
    }

    private static string Metadata(string key) =>
        typeof(LibTorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
