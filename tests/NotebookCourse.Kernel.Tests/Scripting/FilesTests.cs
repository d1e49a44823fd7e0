namespace NotebookCourse.Kernel.Tests.Scripting;

[Collection(OneNotebook.Name)]
public sealed class FilesTests
{
    [Fact]
    public async Task ALoadedFilesOwnDirectivesAreRelativeToItself()
    {
        using var folder = new TemporaryFolder();
        folder.Write("course.csx", "#load \"parts/one.csx\"");
        folder.Write("parts/one.csx", "#load \"two.csx\"\nint one = two - 1;");
        folder.Write("parts/two.csx", "int two = 2;");
        folder.Write("lessons/x", "");
        await using var notebook = new Notebook(Path.Combine(folder.Path, "lessons"));
        await notebook.Run("#load \"../course.csx\"");
        Assert.Equal("3", await notebook.Run("one + two"));
    }

    [Fact]
    public async Task AReferencedLibraryIsFoundFromALoadedFile()
    {
        using var folder = new TemporaryFolder();
        string library = typeof(FactAttribute).Assembly.Location;
        File.Copy(library, Path.Combine(folder.Path, "xunit.v3.core.dll"));
        folder.Write("sub/refs.csx", "#r \"../xunit.v3.core.dll\"");
        await using var notebook = new Notebook(folder.Path);
        await notebook.Run("#load \"sub/refs.csx\"\nusing Xunit;");
        Assert.Equal("why", await notebook.Run("new FactAttribute { Skip = \"why\" }.Skip"));
    }

    [Fact]
    public async Task AConstantOfAReferencedLibraryIsADefaultValueInALaterCell()
    {
        using var folder = new TemporaryFolder();
        File.Copy(typeof(FactAttribute).Assembly.Location, Path.Combine(folder.Path, "xunit.v3.core.dll"));
        await using var notebook = new Notebook(folder.Path);
        await notebook.Run("#r \"xunit.v3.core.dll\"");
        await notebook.Run("using Xunit;\nclass Choice { public CollectionBehavior Take(CollectionBehavior how = CollectionBehavior.CollectionPerClass) { while (true) return how; } }");
        Assert.Equal("CollectionPerClass", await notebook.Run("new Choice().Take()"));
    }

    [Fact]
    public async Task TheNotebooksFolderIsTheCurrentDirectory()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data.txt", "here");
        await using var notebook = new Notebook(folder.Path);
        Assert.Equal("here", await notebook.Run("System.IO.File.ReadAllText(\"data.txt\")"));
    }
}
