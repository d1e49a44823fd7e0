using NotebookCourse.Workshop.Probes;

namespace NotebookCourse.Workshop.Tests.Probes;

public sealed class LessonKernelTests : IDisposable
{
    private const string Ours = """{"argv":["dotnet","/course/NotebookCourse.Kernel.dll","{connection_file}"],"display_name":"C# (NotebookCourse)","language":"C#"}""";
    private const string Microsofts = """{"argv":["dotnet","interactive","jupyter","{connection_file}"],"display_name":".NET (C#)","language":"C#"}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("kernels-").FullName;

    [Fact]
    public void Without_a_kernel_of_the_name_it_says_how_to_install_one()
    {
        Install("a", "python3", """{"argv":["python3"],"display_name":"Python 3","language":"python"}""");
        var kernel = Look("a");
        Assert.Contains("no kernel named .net-csharp", kernel.Found);
        Assert.Contains("dotnet course.cs kernel install", kernel.Advice);
    }

    [Fact]
    public void Ours_needs_no_advice()
    {
        Install("a", ".net-csharp", Ours);
        Install("b", ".net-csharp", Microsofts);
        var kernel = Look("a", "b");
        Assert.StartsWith("this course's kernel", kernel.Found);
        Assert.Contains(Path.Combine(_folder, "a"), kernel.Found);
        Assert.Equal("", kernel.Advice);
    }

    [Fact]
    public void Beside_another_it_names_that_and_how_to_choose_ours()
    {
        Install("a", ".net-csharp", Microsofts);
        Install("b", ".net-csharp", Ours); // of one name the first is started
        Install("b", "notebookcourse-csharp", Ours);
        var kernel = Look("a", "b");
        Assert.Contains("another kernel, \".NET (C#)\"", kernel.Found);
        Assert.Contains(Path.Combine(_folder, "a"), kernel.Found);
        Assert.Contains("choose the kernel \"C# (NotebookCourse)\"", kernel.Advice);
        Assert.Contains("--name .net-csharp --replace", kernel.Advice);
    }

    [Fact]
    public void Beside_another_alone_it_says_to_install_first()
    {
        Install("a", ".net-csharp", Microsofts);
        Assert.Contains("run 'dotnet course.cs kernel install' and choose", Look("a").Advice);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Install(string place, string name, string specification)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, place, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "kernel.json"), specification);
    }

    private LessonKernel Look(params string[] places) => LessonKernel.Among(places.Select(place => Path.Combine(_folder, place)));
}
