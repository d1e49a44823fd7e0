using NotebookCourse.Exercises;

namespace NotebookCourse.Tests.Exercises;

public sealed class ProgressPlaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("progress place 位置 ").FullName;

    private string Home => Directory.CreateDirectory(Path.Combine(_folder, "home")).FullName;

    private string Data => Path.Combine(Home, ".local", "share");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Away_from_a_hub_it_lies_beside_the_notebooks(string? learner)
    {
        string course = Course("course");
        Assert.Equal(Path.Combine(course, "notebooks", ".progress"), ProgressPlace.Choose(course, Home, Data, learner));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(course, "notebooks"))); // asking leaves nothing behind
    }

    [Fact]
    public void A_folder_not_made_yet_is_no_obstacle()
    {
        string course = Path.Combine(_folder, "not", "made");
        Assert.Equal(Path.Combine(course, "notebooks", ".progress"), ProgressPlace.Choose(course, Home, Data, null));
    }

    [Fact]
    public void A_course_that_may_not_be_written_leaves_it_to_the_learners_data()
    {
        string course = OperatingSystem.IsLinux() ? "/sys" : OperatingSystem.IsMacOS() ? "/System" : @"\\.\nowhere"; // even an administrator makes no file there
        Assert.Equal(Path.Combine(Data, "notebook-course"), ProgressPlace.Choose(course, Home, Data, null));
    }

    [Theory]
    [InlineData("home", true)]
    [InlineData("home/copies/one", true)]
    [InlineData("home-of-the-course", false)]
    [InlineData("srv/course", false)]
    public void On_a_hub_only_a_copy_at_home_is_the_learners_own(string course, bool isOwn)
    {
        string root = Course(course);
        string expected = isOwn ? Path.Combine(root, "notebooks", ".progress") : Path.Combine(Data, "notebook-course");
        Assert.Equal(expected, ProgressPlace.Choose(root, Home, Data, "learner-1"));
    }

    [Fact]
    public void Without_a_home_it_lies_beside_the_notebooks() =>
        Assert.EndsWith(Path.Combine("notebooks", ".progress"), ProgressPlace.Choose(Course("course"), "", "", "learner-1"), StringComparison.Ordinal);

    private string Course(string name)
    {
        string course = Path.Combine(_folder, name.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.Combine(course, "notebooks"));
        return course;
    }
}
