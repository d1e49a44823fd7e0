using NotebookCourse.Kernel.Client;

namespace NotebookCourse.Workshop.Probes;

/// <summary>Which of the installed kernels a lesson opens with: lessons ask for one by name, and several programs bring one of that name.</summary>
/// <param name="Found">The kernel, and where it stands.</param>
/// <param name="Advice">How to open the lessons with this course's kernel; empty if they do.</param>
internal sealed record LessonKernel(string Found, string Advice)
{
    private const string Install = "dotnet course.cs kernel install";

    /// <summary>Looks in folders of kernels, first found first, as Jupyter does.</summary>
    public static LessonKernel Among(IEnumerable<string> folders)
    {
        var kernels = KernelSpec.Installed(folders);
        if (kernels.FirstOrDefault(spec => spec.Name == KernelInstaller.SharedName) is not { } first)
            return new($"no kernel named {KernelInstaller.SharedName}: Jupyter will ask for one", $"For C# notebooks in Jupyter: {Install}");
        if (KernelInstaller.IsOwn(first))
            return new($"this course's kernel, {first.Name} in {first.Folder}", "");
        string choose = kernels.FirstOrDefault(KernelInstaller.IsOwn) is { } own
            ? $"choose the kernel \"{own.DisplayName}\" in the notebook"
            : $"run '{Install}' and choose the kernel it names in the notebook";
        return new(
            $"another kernel, \"{first.DisplayName}\", {first.Name} in {first.Folder}",
            $"The lessons run on it too if it is Microsoft's. For this course's, {choose}, or make it the one: {Install} --name {first.Name} --replace");
    }
}
