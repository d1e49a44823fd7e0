namespace NotebookCourse.Tests;

public sealed class CourseDataTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("course data 数据 ").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void FindsUpwardFromTheLibraryFirst()
    {
        string library = Folder("course/lib/publish");
        string wanted = Write("course/data/corpora/a.txt");
        Write("elsewhere/data/corpora/a.txt");

        Assert.Equal(wanted, CourseData.Find(["corpora", "a.txt"], library, Folder("elsewhere"), null));
    }

    [Fact]
    public void ThenUpwardFromTheWorkingDirectoryAndThenWhereTheVariablePoints()
    {
        string library = Folder("library");
        string notebooks = Folder("course/notebooks/zh");
        string wanted = Write("course/data/corpora/a.txt");
        string named = Write("moved here/corpora/b.txt");

        Assert.Equal(wanted, CourseData.Find(["corpora", "a.txt"], library, notebooks, Folder("moved here")));
        Assert.Equal(named, CourseData.Find(["corpora/b.txt"], library, notebooks, Folder("moved here")));
    }

    [Fact]
    public void AFolderNamedDataWithoutTheFileDoesNotEndTheSearch()
    {
        string library = Folder("outer/inner/lib");
        Folder("outer/inner/data");
        string wanted = Write("outer/data/claims/all.json");

        Assert.Equal(wanted, CourseData.Find(["claims", "all.json"], library, _root, null));
    }

    [Fact]
    public void AMissingFileSaysWhatWhereAndWhatToDo()
    {
        string data = Folder("course/data");

        var error = Assert.Throws<FileNotFoundException>(
            () => CourseData.Find(["corpora", "gone.txt"], Folder("course/lib"), _root, null));

        Assert.Contains("gone.txt", error.Message);
        Assert.Contains(data, error.Message);
        Assert.Contains(CourseData.EnvironmentVariable, error.Message);
    }

    [Theory]
    [InlineData()]
    [InlineData("")]
    [InlineData("..", "secret.txt")]
    [InlineData("corpora/../../secret.txt")]
    [InlineData("/etc/hostname")]
    public void NamesThatAreNotBelowDataAreRefused(params string[] parts) =>
        Assert.Throws<ArgumentException>(() => CourseData.Path(parts));

    private string Folder(string relative) => Directory.CreateDirectory(Path.Combine(_root, relative)).FullName;

    private string Write(string relative)
    {
        string path = Path.Combine(_root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "x");
        return path;
    }
}
