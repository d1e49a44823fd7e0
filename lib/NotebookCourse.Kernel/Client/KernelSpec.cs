using System.Text.Json;

namespace NotebookCourse.Kernel.Client;

/// <summary>How a kernel is started.</summary>
/// <param name="Name">What it is installed as.</param>
/// <param name="DisplayName">What people see.</param>
/// <param name="Language">What its cells are written in.</param>
/// <param name="Arguments">The program and its arguments; <c>{connection_file}</c> stands for the connection file.</param>
/// <param name="Environment">What to set for it.</param>
/// <param name="Folder">Where the specification stands; empty if it is not installed.</param>
public sealed record KernelSpec(string Name, string DisplayName, string Language, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string Folder)
{
    /// <summary>This kernel, from a published <c>NotebookCourse.Kernel.Host.dll</c>; null means the one beside this program.</summary>
    public static KernelSpec Own(string? assembly = null)
    {
        assembly ??= Path.Combine(AppContext.BaseDirectory, KernelInstaller.Assembly);
        return new KernelSpec(".net-csharp", ".NET (C#)", "C#", [Host(), assembly, "{connection_file}"], new Dictionary<string, string>(), "");
    }

    /// <summary>An installed kernel by name.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    public static KernelSpec Find(string name)
    {
        var all = Installed();
        return all.FirstOrDefault(spec => string.Equals(spec.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"No kernel named '{name}' is installed. There are: {(all.Count == 0 ? "none" : string.Join(", ", all.Select(spec => spec.Name)))}. 'kernel install' installs this course's own.", nameof(name));
    }

    /// <summary>Every installed kernel, where Jupyter looks for them; of two of one name, the one it would start.</summary>
    public static IReadOnlyList<KernelSpec> Installed() => Installed([.. KernelFolders.All()]);

    /// <summary>The kernels in the given folders; of two of one name, the first.</summary>
    public static IReadOnlyList<KernelSpec> Installed(params IEnumerable<string> folders) =>
        [.. folders.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
            .Where(folder => File.Exists(Path.Combine(folder, "kernel.json"))).Select(Read)
            .DistinctBy(spec => spec.Name, StringComparer.OrdinalIgnoreCase).OrderBy(spec => spec.Name, StringComparer.Ordinal)];

    /// <summary>The host that runs this program, which is known to exist; a front end may be started with another PATH than the terminal's.</summary>
    internal static string Host() =>
        System.Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>The process to start, for one connection file.</summary>
    internal System.Diagnostics.ProcessStartInfo Start(string connectionFile, string folder)
    {
        string[] arguments = [.. Arguments.Select(argument => argument.Replace("{connection_file}", connectionFile, StringComparison.Ordinal).Replace("{resource_dir}", Folder, StringComparison.Ordinal))];
        var start = new System.Diagnostics.ProcessStartInfo(arguments[0], arguments[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return start;
    }

    private static KernelSpec Read(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "kernel.json")));
        var root = document.RootElement;
        var environment = root.TryGetProperty("env", out var env) ? env.EnumerateObject().ToDictionary(item => item.Name, item => item.Value.GetString() ?? "") : [];
        return new KernelSpec(
            Path.GetFileName(folder),
            root.TryGetProperty("display_name", out var display) ? display.GetString()! : Path.GetFileName(folder),
            root.TryGetProperty("language", out var language) ? language.GetString()! : "",
            [.. root.GetProperty("argv").EnumerateArray().Select(argument => argument.GetString()!)],
            environment,
            folder);
    }
}
