namespace NotebookCourse.Kernel.Tests.Scripting;

/// <summary><c>#r "nuget: …"</c>, with packages that this solution restores itself or that are small.</summary>
[Collection(OneNotebook.Name)]
public sealed class PackageTests
{
    [Fact]
    public async Task APackageIsRestoredAndUsedInTheSameCell()
    {
        await using var notebook = new Notebook();
        Assert.Equal("120", await notebook.Run("#r \"nuget: MathNet.Numerics, 5.0.0\"\nusing MathNet.Numerics;\nMath.Round(SpecialFunctions.Gamma(6))"));
        Assert.Equal("24", await notebook.Run("Math.Round(SpecialFunctions.Gamma(5))"));
    }

    [Fact]
    public async Task SeveralAssembliesAndNativeOnesComeWithOneDirective()
    {
        await using var notebook = new Notebook();
        await notebook.Run("#r \"nuget: Microsoft.Data.Sqlite, 9.0.0\"\n#r \"nuget: MathNet.Numerics, 5.0.0\"");
        await notebook.Run("""
            using Microsoft.Data.Sqlite;
            var connection = new SqliteConnection("Data Source=:memory:");
            connection.Open();
            var command = connection.CreateCommand();
            command.CommandText = "select 6 * 7";
            """);
        Assert.Equal("42", await notebook.Run("command.ExecuteScalar()"));
    }

    [Fact]
    public async Task ALoadedFileMayNameAPackage()
    {
        using var folder = new TemporaryFolder();
        folder.Write("database.csx", "#r \"nuget: Microsoft.Data.Sqlite, 9.0.0\"\nusing Microsoft.Data.Sqlite;\nstring Version() { using var c = new SqliteConnection(\"Data Source=:memory:\"); c.Open(); return c.ServerVersion; }");
        await using var notebook = new Notebook(folder.Path);
        await notebook.Run("#load \"database.csx\"");
        Assert.StartsWith("3.", await notebook.Run("Version()"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No.Such.Package.Anywhere, 1.0.0", "No.Such.Package.Anywhere")]
    [InlineData("MathNet.Numerics, 99.0.0", "99.0.0")]
    public async Task AFailedRestoreNamesThePackageAndTheSessionGoesOn(string package, string named)
    {
        await using var notebook = new Notebook();
        await notebook.Run("int kept = 41;");
        await notebook.Try($"#r \"nuget: {package}\"\nkept = 0;");
        Assert.Equal("PackageRestoreException", notebook.Error.Name);
        Assert.Contains(named, notebook.Error.Value, StringComparison.Ordinal);
        Assert.Equal("42", await notebook.Run("kept + 1"));
        Assert.Equal("6", await notebook.Run("#r \"nuget: MathNet.Numerics, 5.0.0\"\nMath.Round(MathNet.Numerics.SpecialFunctions.Gamma(4))"));
    }
}
