namespace NotebookCourse.Kernel.Tests.Scripting;

/// <summary>Functions of one name in several cells: each sees the variables of its own cell, whoever calls it and how.</summary>
[Collection(OneNotebook.Name)]
public sealed class OverloadTests
{
    [Theory]
    [InlineData("int k = 5; int Area(int x) => k * x;", "int Area(string s) => s.Length;", "Area(2)", "10")]
    [InlineData("int k = 5; int Area(int x) => k * x;", "int Area(string s) => s.Length;", "Area(k > 1 ? 2 : 3) + Area(\"abc\")", "13")]
    [InlineData("int k = 5; int Area(int x) => k * x;", "int m = 7; int Area(int x, int y) => m * x * y; int Both() => Area(1) + Area(1, 1);", "Both()", "12")]
    [InlineData("int k = 5; int Area(int x) => k * x;", "int m = 7; int Area(int x, int y) => m * x * y; Area(1) + Area(1, 1)", "Area(1, 1) - Area(1)", "2")]
    [InlineData("int k = 5; int Area(int x) => k * x;", "int Area(string s) => s.Length;", "Func<int, int> f = Area; f(3)", "15")]
    [InlineData("int k = 5; int Area(int x) => k * x;", "int Area(string s) => s.Length;", "new[] { 1, 2 }.Select(x => Area(x)).Sum() + new[] { 1 }.Select(Area).Sum()", "20")]
    [InlineData("int k = 5; void Add(int x) => k += x;", "void Add(string s) { }", "Add(2); Add(\"a\"); k", "7")]
    [InlineData("int k = 5; void Put<T>(List<T> to, ref T last, T x, in int n, params int[] more) { to.Add(x); last = x; k += n + more.Length; }", "void Put(string s) { }", "var to = new List<string>(); var last = \"\"; Put(to, ref last, \"a\", 2, 1, 1); last + to.Count + k", "a19")]
    [InlineData("int k = 5; async Task<int> Ask(int x) { await Task.Yield(); return k * x; }", "async Task<int> Ask(string s) => await Ask(s.Length);", "await Ask(2) + await Ask(\"abc\")", "25")]
    [InlineData("int k = 5; int Area(int x) => k * x;", "int Area(string s) => s.Length; class C { public int Area(int x) => x; }", "new C().Area(2) + Area(2)", "12")]
    public async Task EachOverloadSeesItsOwnCell(string first, string second, string third, string expected)
    {
        await using var notebook = new Notebook();
        await notebook.Run(first);
        await notebook.Run(second);
        Assert.Equal(expected, await notebook.Run(third));
    }

    [Fact]
    public async Task TheLatestOfEqualOverloadsIsCalledWithItsVariables()
    {
        await using var notebook = new Notebook();
        await notebook.Run("int k = 5; int Area(int x) => k * x;");
        await notebook.Run("int m = 2; int Area(string s) => m * s.Length;");
        await notebook.Run("int n = 3; int Area(int x) => n * x;");
        Assert.Equal("9", await notebook.Run("Area(3)"));
        Assert.Equal("4", await notebook.Run("Area(\"ab\")"));
    }
}
