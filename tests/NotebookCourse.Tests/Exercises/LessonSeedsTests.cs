using NotebookCourse.Exercises;

namespace NotebookCourse.Tests.Exercises;

public sealed class LessonSeedsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("var model = Train(seed: 3);", new long[] { 3 })]
    [InlineData("int[] seeds = [1, 2, 3];", new long[] { 1, 2, 3 })]
    [InlineData("new Random(7).Next(); torch.manual_seed( 12 );", new long[] { 7, 12 })]
    [InlineData("int Rolls(int seed, int count) => new Random(seed).Next(count, 6);", new long[0])]
    [InlineData("seeds.All(seed => Error(64, seed) < 2); if (seed == 3) return;", new long[0])]
    public void The_seeds_that_code_names_are_found(string code, long[] seeds) => Assert.Equal(seeds, LessonSeeds.In(code));

    [Fact]
    public void A_notebook_gives_each_seed_once_and_a_damaged_one_says_so()
    {
        Write("01-a.ipynb", """{ "cells": [{ "cell_type": "code", "source": ["Go(seed: 2);\n", "Go(seed: 1);"] }, { "cell_type": "code", "source": "Go(seed: 2)" }, { "cell_type": "markdown", "source": "seed: 9" }] }""");
        Write("02-b.ipynb", """{ "cells": [] }""");
        Write("03-c.ipynb", "{ broken");
        Write("04-d.ipynb", """{ "cells": 5 }""");
        IReadOnlyList<LessonSeeds> found = LessonSeeds.Read(_folder.Path);
        Assert.Equal(["01-a", "03-c", "04-d"], found.Select(lesson => lesson.Lesson));
        Assert.Equal([1, 2], found[0].Seeds);
        Assert.Null(found[0].Trouble);
        Assert.All(found.Skip(1), lesson => Assert.NotNull(lesson.Trouble));
    }

    [Fact]
    public void Without_notebooks_there_are_none() => Assert.Empty(LessonSeeds.Read(Path.Combine(_folder.Path, "none")));

    [Fact]
    public void The_courses_own_notebooks_name_seeds() => Assert.Contains(LessonSeeds.Read(), lesson => lesson.Lesson.StartsWith("03-") && lesson.Trouble is null);

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder.Path, name), content);
}
