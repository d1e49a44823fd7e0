using System.Diagnostics;
using System.Runtime.InteropServices;
using NotebookCourse.Kernel.Client;
using TorchSharp;

namespace NotebookCourse.Workshop.Probes;

/// <summary>Looks at this machine; nothing is assumed, each answer comes from trying.</summary>
internal static class MachineProbes
{
    private const long LeastDisk = 2_000_000_000; // packages and one libtorch
    private const long LeastMemory = 3_000_000_000; // the largest lesson and its build

    public static IEnumerable<Probe> All(CourseFolder course)
    {
        yield return Sdk();
        yield return new Probe(Language.Pick("processors", "处理器"), Environment.ProcessorCount >= 1, $"{Environment.ProcessorCount} ({RuntimeInformation.ProcessArchitecture})");
        yield return Memory();
        yield return Disk(course);
        yield return Tensors();
        yield return Jupyter();
        yield return Kernelspecs();
        yield return LessonsOpenWith();
    }

    private static Probe Sdk()
    {
        (int code, string output) = Try("dotnet", "--version");
        string version = output.Trim();
        bool good = code == 0 && version.Split('.')[0] is var major && int.TryParse(major, out int number) && number >= 10;
        return new Probe(".NET SDK", good, good ? $"{version}, {Language.Pick("runtime", "运行时")} {Environment.Version}" : output.Trim(),
            good ? "" : Language.Pick("Install the .NET 10 SDK: https://dotnet.microsoft.com/download", "请安装 .NET 10 SDK：https://dotnet.microsoft.com/download"));
    }

    private static Probe Memory()
    {
        long bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new Probe(
            Language.Pick("memory", "内存"), bytes >= LeastMemory, $"{bytes / 1e9:0.0} GB",
            bytes >= LeastMemory ? "" : Language.Pick(
                $"Lessons that train a model want {LeastMemory / 1e9:0} GB; close other programs, or skip lessons 09, 13, 15, 18 and 20.",
                $"训练模型的课要 {LeastMemory / 1e9:0} GB。请关掉别的程序，或者跳过第 09、13、15、18、20 课。"));
    }

    private static Probe Disk(CourseFolder course)
    {
        long bytes = new DriveInfo(course.Root).AvailableFreeSpace;
        return new Probe(
            Language.Pick("free disk", "可用磁盘"), bytes >= LeastDisk, $"{bytes / 1e9:0.0} GB{Language.Pick(" at ", "，在 ")}{course.Root}",
            bytes >= LeastDisk ? "" : Language.Pick($"A first build wants {LeastDisk / 1e9:0} GB.", $"第一次构建要 {LeastDisk / 1e9:0} GB。"));
    }

    private static Probe Tensors()
    {
        if (LibTorch.LoadNow() is { } fault)
            return new Probe("libtorch", false, fault);
        using var scope = torch.NewDisposeScope();
        float sum = torch.mm(torch.ones(2, 3), torch.ones(3, 4)).sum().item<float>(); // [2, 4]
        return new Probe("libtorch", sum == 24, Language.Pick(
            $"loads; the product of two matrices of ones sums to {sum} of 24; {torch.get_num_threads()} threads",
            $"能加载；两个全 1 矩阵的乘积之和是 {sum}（应为 24）；{torch.get_num_threads()} 个线程"));
    }

    private static Probe Jupyter()
    {
        (int code, string output) = Try("jupyter", "--version");
        return code == 0
            ? new Probe("Jupyter", true, output.Split('\n').FirstOrDefault(line => line.StartsWith("jupyter_core", StringComparison.Ordinal)) ?? Language.Pick("found", "已安装"))
            : new Probe("Jupyter", true, Language.Pick("not found; the course does not need it", "没有找到，课程也不需要它"));
    }

    private static Probe Kernelspecs()
    {
        string[] found = [.. KernelFolders.All().Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
            .Where(folder => File.Exists(Path.Combine(folder, "kernel.json"))).Select(folder => Path.GetFileName(folder)!).Distinct()];
        return new Probe(Language.Pick("kernelspecs", "内核"), true, found.Length == 0 ? Language.Pick("none", "没有") : string.Join(Language.Pick(", ", "、"), found));
    }

    private static Probe LessonsOpenWith()
    {
        var kernel = LessonKernel.Among(KernelFolders.All());
        return new Probe(Language.Pick("lessons", "课程"), true, Language.Pick($"in Jupyter: {kernel.Found}", $"在 Jupyter 里：{kernel.Found}"), kernel.Advice);
    }

    private static (int Code, string Output) Try(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output.Length > 0 ? output : errors.Result);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (-1, exception.Message);
        }
    }
}
