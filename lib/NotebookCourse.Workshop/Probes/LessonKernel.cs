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
        {
            return new(
                Language.Pick($"no kernel named {KernelInstaller.SharedName}: Jupyter will ask for one", $"没有名为 {KernelInstaller.SharedName} 的内核，Jupyter 会让你选一个"),
                Language.Pick($"For C# notebooks in Jupyter: {Install}", $"要在 Jupyter 里用 C# 笔记本，运行：{Install}"));
        }

        if (KernelInstaller.IsOwn(first))
            return new(Language.Pick($"this course's kernel, {first.Name} in {first.Folder}", $"课程自己的内核 {first.Name}，在 {first.Folder}"), "");
        string choose = kernels.FirstOrDefault(KernelInstaller.IsOwn) is { } own
            ? Language.Pick($"choose the kernel \"{own.DisplayName}\" in the notebook", $"请在笔记本里选择内核“{own.DisplayName}”")
            : Language.Pick($"run '{Install}' and choose the kernel it names in the notebook", $"请运行“{Install}”，再在笔记本里选择它说的内核");
        return new(
            Language.Pick($"another kernel, \"{first.DisplayName}\", {first.Name} in {first.Folder}", $"别的内核“{first.DisplayName}”，{first.Name}，在 {first.Folder}"),
            Language.Pick(
                $"The lessons run on it too if it is Microsoft's. For this course's, {choose}, or make it the one: {Install} --name {first.Name} --replace",
                $"如果是微软的内核，各课也能运行。想用课程自己的，{choose}，或者用它取代：{Install} --name {first.Name} --replace"));
    }
}
