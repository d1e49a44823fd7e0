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
        yield return new Probe("processors", Environment.ProcessorCount >= 1, $"{Environment.ProcessorCount} ({RuntimeInformation.ProcessArchitecture})");
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
        return new Probe(".NET SDK", good, good ? $"{version}, runtime {Environment.Version}" : output.Trim(), good ? "" : "Install the .NET 10 SDK: https://dotnet.microsoft.com/download");
    }

    private static Probe Memory()
    {
        long bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new Probe(
            "memory", bytes >= LeastMemory, $"{bytes / 1e9:0.0} GB",
            bytes >= LeastMemory ? "" : $"Lessons that train a model want {LeastMemory / 1e9:0} GB; close other programs, or skip lessons 09, 13, 15, 18 and 20.");
    }

    private static Probe Disk(CourseFolder course)
    {
        long bytes = new DriveInfo(course.Root).AvailableFreeSpace;
        return new Probe("free disk", bytes >= LeastDisk, $"{bytes / 1e9:0.0} GB at {course.Root}", bytes >= LeastDisk ? "" : $"A first build wants {LeastDisk / 1e9:0} GB.");
    }

    private static Probe Tensors()
    {
        if (LibTorch.LoadNow() is { } fault)
            return new Probe("libtorch", false, fault);
        using var scope = torch.NewDisposeScope();
        float sum = torch.mm(torch.ones(2, 3), torch.ones(3, 4)).sum().item<float>(); // [2, 4]
        return new Probe("libtorch", sum == 24, $"loads; the product of two matrices of ones sums to {sum} of 24; {torch.get_num_threads()} threads");
    }

    private static Probe Jupyter()
    {
        (int code, string output) = Try("jupyter", "--version");
        return code == 0
            ? new Probe("Jupyter", true, output.Split('\n').FirstOrDefault(line => line.StartsWith("jupyter_core", StringComparison.Ordinal)) ?? "found")
            : new Probe("Jupyter", true, "not found; the course does not need it");
    }

    private static Probe Kernelspecs()
    {
        string[] found = [.. KernelFolders.All().Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
            .Where(folder => File.Exists(Path.Combine(folder, "kernel.json"))).Select(folder => Path.GetFileName(folder)!).Distinct()];
        return new Probe("kernelspecs", true, found.Length == 0 ? "none" : string.Join(", ", found));
    }

    private static Probe LessonsOpenWith()
    {
        var kernel = LessonKernel.Among(KernelFolders.All());
        return new Probe("lessons", true, $"in Jupyter: {kernel.Found}", kernel.Advice);
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
