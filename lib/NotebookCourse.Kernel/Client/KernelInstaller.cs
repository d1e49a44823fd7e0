using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookCourse.Kernel.Client;

/// <summary>Writes and removes this kernel's specification in the folders where front ends look for kernels.</summary>
public static class KernelInstaller
{
    /// <summary>The name by which notebooks ask for a C# kernel: with it they open without choosing.</summary>
    public const string SharedName = ".net-csharp";

    /// <summary>The name taken where another kernel has the shared one.</summary>
    public const string OwnName = "notebookcourse-csharp";

    /// <summary>The program that a specification starts.</summary>
    internal const string Assembly = "NotebookCourse.Kernel.Host.dll";

    private const string Former = "NotebookCourse.Kernel.dll"; // what earlier installations start; it still does, without contexts of their own
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Whether a specification starts this kernel.</summary>
    public static bool IsOwn(KernelSpec spec) => spec.Arguments.Any(argument => Path.GetFileName(argument) is Assembly or Former);

    /// <summary>The name to install under: the shared one, unless another kernel has it.</summary>
    public static string DefaultName() =>
        KernelSpec.Installed().Any(spec => spec.Name == SharedName && !IsOwn(spec)) ? OwnName : SharedName;

    /// <summary>Installs the kernel.</summary>
    /// <param name="published">The folder with the published kernel.</param>
    /// <param name="kernels">The folder of kernels, such as <see cref="KernelFolders.User"/>.</param>
    /// <param name="name">The name to install under.</param>
    /// <param name="replace">Whether another kernel of that name may be overwritten; this one's own always is.</param>
    /// <returns>The folder of the specification.</returns>
    /// <exception cref="InvalidOperationException">Another kernel has the name, or there is no published kernel.</exception>
    public static string Install(string published, string kernels, string name, bool replace)
    {
        string assembly = Path.Combine(published, Assembly);
        if (!File.Exists(assembly))
            throw new InvalidOperationException($"There is no kernel in '{published}' to install; 'dotnet course.cs setup' builds it.");
        string folder = Path.Combine(kernels, name);
        if (!replace && Directory.Exists(folder) && KernelSpec.Installed(kernels).Any(spec => spec.Name == name && !IsOwn(spec)))
            throw new InvalidOperationException($"'{folder}' holds another kernel. Install under another name with --name, or overwrite it with --replace.");

        Directory.CreateDirectory(folder);
        var specification = new JsonObject
        {
            ["argv"] = new JsonArray(KernelSpec.Host(), assembly, "{connection_file}"),
            ["display_name"] = name == SharedName ? ".NET (C#)" : "C# (NotebookCourse)",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject { ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" },
            ["metadata"] = new JsonObject { ["debugger"] = false },
        };
        File.WriteAllText(Path.Combine(folder, "kernel.json"), specification.ToJsonString(Indented) + "\n");
        foreach (string logo in (string[])["logo-32x32.png", "logo-64x64.png"])
        {
            using var source = typeof(KernelInstaller).Assembly.GetManifestResourceStream(logo)!;
            using var target = File.Create(Path.Combine(folder, logo));
            source.CopyTo(target);
        }

        return folder;
    }

    /// <summary>Removes this kernel's specification.</summary>
    /// <returns>Whether there was one to remove.</returns>
    /// <exception cref="InvalidOperationException">The name belongs to another kernel.</exception>
    public static bool Uninstall(string kernels, string name)
    {
        string folder = Path.Combine(kernels, name);
        if (!Directory.Exists(folder))
            return false;
        if (KernelSpec.Installed(kernels).FirstOrDefault(spec => spec.Name == name) is not { } spec || !IsOwn(spec))
            throw new InvalidOperationException($"'{folder}' does not hold this course's kernel; it is left as it is.");
        Directory.Delete(folder, recursive: true);
        return true;
    }
}
