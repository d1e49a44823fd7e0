using System.CommandLine;
using NotebookCourse.Kernel.Client;

namespace NotebookCourse.Kernel.Tool;

/// <summary>What the kernel can be told on a command line: to make itself known to Jupyter, or to be forgotten.</summary>
internal static class ToolCommands
{
    /// <summary>Whether a command line is one of these, and not the start of a kernel.</summary>
    public static bool Take(IReadOnlyList<string> arguments) =>
        arguments.Count == 0 || arguments[0] is "install" or "uninstall" or "list" || arguments[0].StartsWith('-') || arguments[0] == "/?";

    /// <summary>Carries out a command line.</summary>
    /// <returns>The exit code: 0, or 1 with a sentence on the error output.</returns>
    public static int Run(IReadOnlyList<string> arguments) => Create().Parse(arguments).Invoke();

    private static RootCommand Create()
    {
        var name = new Option<string?>("--name") { Description = $"The kernel's name; {KernelInstaller.SharedName} unless another kernel has it." };
        var prefix = new Option<string?>("--prefix") { Description = "For an environment, such as conda's, instead of the current person." };
        var replace = new Option<bool>("--replace") { Description = "Overwrite another kernel of that name." };
        var install = new Command("install", "Makes this kernel known to Jupyter and VS Code.") { name, prefix, replace };
        install.SetAction(parsed => Try(() =>
        {
            string chosen = parsed.GetValue(name) ?? KernelInstaller.DefaultName();
            return $"installed: {chosen} in {KernelInstaller.Install(AppContext.BaseDirectory, Kernels(parsed.GetValue(prefix)), chosen, parsed.GetValue(replace))}";
        }));
        var uninstall = new Command("uninstall", "Removes it from there; the tool itself stays.") { name, prefix };
        uninstall.SetAction(parsed => Try(() =>
        {
            string chosen = parsed.GetValue(name) ?? KernelInstaller.DefaultName(), kernels = Kernels(parsed.GetValue(prefix));
            return KernelInstaller.Uninstall(kernels, chosen) ? $"removed: {chosen} from {kernels}" : throw new InvalidOperationException($"There is no kernel '{chosen}' in {kernels}.");
        }));
        var list = new Command("list", "Lists the kernels that Jupyter knows.");
        list.SetAction(_ => Try(() => string.Join("\n", KernelSpec.Installed().Select(spec => $"{spec.Name}\t{spec.Language}\t{spec.Folder}"))));
        return new RootCommand("A C# kernel for Jupyter notebooks. A front end starts it with its connection file; 'install' tells front ends of it.") { install, uninstall, list };
    }

    private static string Kernels(string? prefix) => prefix is null ? KernelFolders.User : KernelFolders.Under(Path.GetFullPath(prefix));

    private static int Try(Func<string> action)
    {
        try
        {
            Console.WriteLine(action());
            return 0;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }
}
