using NotebookCourse.Workshop.Pages.Live;

namespace NotebookCourse.Workshop.Tests.Pages;

public sealed class LearnerEditsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("course-edits-").FullName;

    private string EditsFile => Path.Combine(_folder, "pages", "01.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Two_servers_on_one_folder_lose_nothing_and_hear_of_each_other()
    {
        LearnerEdits one = new(EditsFile), two = new(EditsFile);
        List<string> heard = [];
        two.Changed += edit => heard.Add($"{edit.Cell}={edit.Source}");
        for (int i = 0; i < 10; i++)
            Assert.Null(one.Set(new LearnerEdit($"a{i}", $"one {i}")));
        Assert.Null(two.Set(new LearnerEdit("b", "two")));

        var stored = new LearnerEdits(EditsFile);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal($"one {i}", stored.Find($"a{i}")));
        Assert.Equal("two", stored.Find("b"));
        Assert.Contains("a7=one 7", heard);
        one.Refresh();
        Assert.Equal("two", one.Find("b"));
        one.Set(new LearnerEdit("b", null));
        two.Refresh();
        Assert.Null(two.Find("b"));
        Assert.Contains("b=", heard);
    }

    [Fact]
    public async Task Two_servers_that_write_at_once_lose_nothing()
    {
        LearnerEdits[] servers = [new(EditsFile), new(EditsFile), new(EditsFile)];
        await Task.WhenAll(servers.Select((server, s) => Task.Factory.StartNew( // threads of their own: they wait for each other
            () =>
            {
                for (int i = 0; i < 60; i++)
                    Assert.Null(server.Set(new LearnerEdit($"{s}-{i}", $"{i}")));
            },
            TaskCreationOptions.LongRunning)));
        var stored = new LearnerEdits(EditsFile);
        Assert.All(Enumerable.Range(0, 180), n => Assert.Equal($"{n % 60}", stored.Find($"{n / 60}-{n % 60}")));
    }

    [Fact]
    public void What_could_not_be_saved_is_saved_with_the_next_edit()
    {
        var edits = new LearnerEdits(EditsFile);
        File.WriteAllText(Path.Combine(_folder, "pages"), "a file where the folder belongs");
        Assert.NotNull(edits.Set(new LearnerEdit("a", "first")));
        Assert.Equal("first", edits.Find("a"));
        File.Delete(Path.Combine(_folder, "pages"));
        Assert.Null(edits.Set(new LearnerEdit("b", "second")));
        Assert.Equal("first", new LearnerEdits(EditsFile).Find("a"));
    }

    [Fact]
    public void A_file_that_is_damaged_meanwhile_is_put_aside_and_what_is_known_is_written_again()
    {
        var edits = new LearnerEdits(EditsFile);
        edits.Set(new LearnerEdit("a", "first"));
        File.WriteAllText(EditsFile, "{ \"a\": ");
        Assert.Null(edits.Set(new LearnerEdit("b", "second")));
        Assert.Contains("damaged", edits.Notice);
        var stored = new LearnerEdits(EditsFile);
        Assert.Equal(("first", "second"), (stored.Find("a"), stored.Find("b")));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(EditsFile)!, "*.damaged-*"));
    }

    [Fact]
    public void Only_what_is_in_the_file_is_said_to_be_saved()
    {
        var edits = new LearnerEdits(EditsFile);
        List<bool> saved = [];
        edits.Changed += edit => saved.Add(edit.IsSaved);
        edits.Set(new LearnerEdit("a", "x"));
        Directory.Delete(Path.GetDirectoryName(EditsFile)!, recursive: true);
        File.WriteAllText(Path.GetDirectoryName(EditsFile)!, "");
        edits.Set(new LearnerEdit("a", "y"));
        Assert.Equal([true, false], saved);
    }
}
