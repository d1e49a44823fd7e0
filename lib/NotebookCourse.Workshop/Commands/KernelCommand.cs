using System.CommandLine;
using NotebookCourse.Kernel.Client;
using NotebookCourse.Workshop.Probes;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>kernel</c>: makes the course's kernel known to Jupyter and VS Code, or removes it.</summary>
internal static class KernelCommand
{
    public static Command Create(CourseFolder folder)
    {
        var name = new Option<string?>("--name") { Description = $"The kernel's name; {KernelInstaller.SharedName} unless another kernel has it." };
        var prefix = new Option<string?>("--prefix") { Description = "Install for an environment, such as conda's, instead of the current person." };
        var user = new Option<bool>("--user") { Description = "Install for the current person, which is the default." };
        var replace = new Option<bool>("--replace") { Description = "Overwrite another kernel of that name." };

        var install = new Command("install", "Makes the kernel known to Jupyter and VS Code.") { name, prefix, user, replace };
        install.SetAction(parsed => Install(folder, parsed.GetValue(name), Kernels(parsed.GetValue(prefix), parsed.GetValue(user)), parsed.GetValue(replace)));
        var uninstall = new Command("uninstall", "Removes the kernel.") { name, prefix, user };
        uninstall.SetAction(parsed => Uninstall(parsed.GetValue(name) ?? KernelInstaller.DefaultName(), Kernels(parsed.GetValue(prefix), parsed.GetValue(user))));
        var list = new Command("list", "Lists the kernels that are installed.");
        list.SetAction(_ => List());
        return new Command("kernel", "Installs, removes and lists Jupyter kernels.") { install, uninstall, list };
    }

    private static string Kernels(string? prefix, bool user)
    {
        if (prefix is not null && user)
            throw new UsageException("--prefix and --user exclude each other: give one of them.");
        return prefix is null ? KernelFolders.User : KernelFolders.Under(Path.GetFullPath(prefix));
    }

    private static int Install(CourseFolder folder, string? name, string kernels, bool replace) => Try(() =>
    {
        string chosen = name ?? KernelInstaller.DefaultName();
        Console.WriteLine($"installed: {chosen} in {KernelInstaller.Install(folder.Published, kernels, chosen, replace)}");
        var lessons = LessonKernel.Among(KernelFolders.All().Append(kernels));
        Console.WriteLine($"the lessons open with {lessons.Found}");
        if (lessons.Advice.Length > 0)
            Console.WriteLine(lessons.Advice);
        return ExitCode.Good;
    });

    private static int Uninstall(string name, string kernels) => Try(() =>
    {
        if (!KernelInstaller.Uninstall(kernels, name))
            throw new UsageException($"There is no kernel '{name}' in {kernels}; 'dotnet course.cs kernel list' shows those there are.");
        Console.WriteLine($"removed: {name} from {kernels}");
        return ExitCode.Good;
    });

    private static int List()
    {
        foreach (var spec in KernelSpec.Installed())
            Console.WriteLine($"{spec.Name}\t{spec.Language}\t{(KernelInstaller.IsOwn(spec) ? "this course" : "other")}\t{spec.Folder}");
        return ExitCode.Good;
    }

    private static int Try(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (InvalidOperationException exception)
        {
            throw new UsageException(exception.Message);
        }
    }
}
