// dotnet run benchmarks/kernel/notebooks.cs [--kernel NAME] [--seconds N] [--verbose] PATH...
//
// Runs other people's notebooks, cell by cell, and counts the C# cells that run: each PATH is an .ipynb, a .dib or a
// .cells file (cells separated by lines '%%'), or a folder that is searched for these. A failed cell does not stop its
// notebook. Cells of other languages are not counted. What a cell fails for by its nature is counted apart: a key or an
// answer that nobody gives, a file, folder or host that is not there, a package or a version that the sources do not
// have, another language, an error that the author meant (the cell says so, or its stored output is an error); and what
// uses the names of such a cell, or of a package that is not there.
#:project ../../lib/NotebookCourse.Kernel/NotebookCourse.Kernel.csproj
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;

string published = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "lib", "publish", "NotebookCourse.Kernel.Host.dll"));
var spec = Option("--kernel") is not { } named ? KernelSpec.Own(published) : File.Exists(named) ? KernelSpec.Own(named) : KernelSpec.Find(named);
var limit = TimeSpan.FromSeconds(double.Parse(Option("--seconds") ?? "60", CultureInfo.InvariantCulture));
bool verbose = args.Contains("--verbose");
List<Outcome> all = [];
foreach (string path in Paths())
{
    if (Read(path) is not { Count: > 0 } cells)
        continue;
    var outcomes = await RunNotebook(path, cells);
    all.AddRange(outcomes);
    Console.WriteLine($"{outcomes.Count(outcome => outcome.Ran),4} of {outcomes.Count,4}  (by nature not: {outcomes.Count(outcome => outcome.Excused)})  {path}");
}

int counted = all.Count(outcome => !outcome.Excused), ran = all.Count(outcome => outcome.Ran);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ran} of {all.Count} C# cells ran; of those that can, {ran} of {counted} ({100.0 * ran / Math.Max(1, counted):0.0} %)"));
foreach (var group in all.Where(outcome => !outcome.Ran).GroupBy(outcome => (outcome.Excused, Reason: Short(outcome.Error))).OrderByDescending(group => group.Count()).Take(60))
    Console.WriteLine($"{group.Count(),5}  {(group.Key.Excused ? "(by nature) " : "")}{group.Key.Reason}");

async Task<List<Outcome>> RunNotebook(string path, IReadOnlyList<Cell> cells)
{
    List<Outcome> outcomes = [];
    var absent = new Absent();
    await using var kernel = await WireSession.StartAsync(spec, Path.GetDirectoryName(path)!);
    for (int i = 0; i < cells.Count; i++)
    {
        if (kernel.HasDied)
            await kernel.RestartAsync();
        ErrorOutput? error = null;
        using var stop = new CancellationTokenSource(limit);
        var watch = Stopwatch.StartNew();
        var running = kernel.ExecuteAsync(cells[i].Code, output =>
        {
            error = output as ErrorOutput ?? error;
            if (verbose)
                Console.WriteLine($"      {Text(output)}");
        }, stop.Token);
        if (await Task.WhenAny(running, Task.Delay(limit + TimeSpan.FromSeconds(20))) != running)
        {
            Process.GetProcessById(kernel.ProcessId).Kill(); // inside library code
            await running;
        }

        bool good = (await running).Status == CellStatus.Succeeded;
        if (verbose || !good)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  [{i + 1}] {(good ? "ok" : "FAILED")} {watch.Elapsed.TotalSeconds:0.00} s {error?.Name} {Short(error?.Value ?? "")}"));
        bool excused = !good && (cells[i].IsMeantToFail || IsExcused(error, cells[i].Code) || absent.Explains(error, cells[i].Code));
        if (excused)
            absent.Take(error, cells[i].Code);
        outcomes.Add(new Outcome(good, excused, $"{error?.Name}: {error?.Value}"));
    }

    return outcomes;
}

static bool IsExcused(ErrorOutput? error, string code) =>
    error?.Name is "FileNotFoundException" or "DirectoryNotFoundException" or "HttpRequestException" or "SocketException" or "NoInputException"
    || Regex.IsMatch(error?.Value ?? "", @"api.?key|NU110[123]|NU1605|nobody can answer|actively refused|Name or service not known|Resource temporarily unavailable|is another kernel|this kernel runs C# only", RegexOptions.IgnoreCase)
    || Regex.IsMatch(code, @"throw new |This (cell|line) (will|should) (fail|not compile)|won't compile|does(n't| not) compile|intentional", RegexOptions.IgnoreCase);

static string Short(string text) => text.ReplaceLineEndings(" ") is var line && line.Length > 170 ? line[..170] : text.ReplaceLineEndings(" ");

static string Text(CellOutput output) => output switch
{
    StreamOutput stream => $"{stream.Name}: {Short(stream.Text)}",
    DisplayOutput display => "display: " + string.Join(" | ", display.Data.Select(item => $"{item.Key} {Short(item.Value)}")),
    ResultOutput result => "value: " + string.Join(" | ", result.Data.Select(item => $"{item.Key} {Short(item.Value)}")),
    ErrorOutput error => string.Join("\n      ", error.Traceback),
    _ => output.ToString(),
};

IEnumerable<string> Paths()
{
    var given = args.Where((argument, index) => !argument.StartsWith("--", StringComparison.Ordinal) && (index == 0 || args[index - 1] is not ("--kernel" or "--seconds")));
    return given.Select(Path.GetFullPath).SelectMany(path => Directory.Exists(path)
        ? (IEnumerable<string>)Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".ipynb" or ".dib").Order(StringComparer.Ordinal)
        : [path]);
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : null;

static IReadOnlyList<Cell> Read(string path)
{
    string text = File.ReadAllText(path);
    return Path.GetExtension(path) switch
    {
        ".ipynb" => Notebook(text),
        ".dib" => [.. Regex.Split("#!csharp\n" + text, @"^(?=#!(?:csharp|c#|markdown|fsharp|pwsh|html|javascript|sql|kql|mermaid|value|http|meta)\s*$)", RegexOptions.Multiline)
            .Where(cell => Regex.IsMatch(cell, @"\A#!(csharp|c#)\s*\n\s*\S")).Select(cell => new Cell(cell, false))],
        _ => [.. text.TrimEnd('\n').Split("\n%%\n").Select(cell => new Cell(cell, false))],
    };
}

static IReadOnlyList<Cell> Notebook(string text)
{
    using var document = JsonDocument.Parse(text);
    var root = document.RootElement;
    string language = Find(root, "metadata", "kernelspec", "language") ?? Find(root, "metadata", "kernelspec", "name") ?? "C#";
    if (!language.Contains("C#", StringComparison.OrdinalIgnoreCase) && !language.Contains("csharp", StringComparison.OrdinalIgnoreCase))
        return [];
    List<Cell> cells = [];
    foreach (var cell in root.GetProperty("cells").EnumerateArray().Where(cell => cell.GetProperty("cell_type").GetString() == "code"))
    {
        string own = Find(cell, "metadata", "polyglot_notebook", "kernelName") ?? Find(cell, "metadata", "dotnet_interactive", "language") ?? "csharp";
        var source = cell.GetProperty("source");
        string code = source.ValueKind == JsonValueKind.Array ? string.Concat(source.EnumerateArray().Select(line => line.GetString())) : source.GetString()!;
        if (own is "csharp" or "c#" or "C#" && code.Trim().Length > 0 && !Regex.IsMatch(code, @"^\s*#!(?!csharp|c#|C#|time|import|set|value|share|about|lsmagic|who|html|markdown|md|javascript|js|mermaid)", RegexOptions.Multiline))
            cells.Add(new Cell(code, cell.GetProperty("outputs").EnumerateArray().Any(output => Find(output, "output_type") == "error")));
    }

    return cells;
}

static string? Find(JsonElement element, params string[] names)
{
    foreach (string name in names)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            return null;
    }

    return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
}

static string Here([CallerFilePath] string path = "") => path;

/// <param name="Ran">Whether the cell ran.</param>
/// <param name="Excused">Whether it could not, whatever the kernel.</param>
/// <param name="Error">Why it did not.</param>
internal sealed record Outcome(bool Ran, bool Excused, string Error);

/// <param name="Code">Its source.</param>
/// <param name="IsMeantToFail">Whether the author's own run failed.</param>
internal sealed record Cell(string Code, bool IsMeantToFail);

/// <summary>What a notebook lacks because cells could not run, whatever the kernel.</summary>
internal sealed class Absent
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _packages;

    /// <summary>A cell that could not run.</summary>
    public void Take(ErrorOutput? error, string code)
    {
        _packages |= error?.Name == "PackageRestoreException";
        _names.UnionWith(Regex.Matches(code, @"\b(?:class|record|struct|interface|enum|var|[\w>\]?]+)\s+(?<name>[A-Za-z_]\w*)\s*(?:[=({;:]|$)", RegexOptions.Multiline)
            .Concat(Regex.Matches(code, @"[(,]\s*(?:var\s+|\w+\s+)?(?<name>[A-Za-z_]\w*)\s*(?=[,)][^;]*\)\s*=)")).Select(match => match.Groups["name"].Value));
    }

    /// <summary>Whether a later cell fails for want of it: it uses such a name, or one that nothing declares where a package is missing.</summary>
    public bool Explains(ErrorOutput? error, string code) =>
        (_packages && (error?.Name == "UnknownCommandException" || Regex.IsMatch(error?.Value ?? "", "CS0103|CS0246|CS0234")))
        || Regex.Matches(code, @"\b[A-Za-z_]\w*").Any(word => _names.Contains(word.Value));
}
