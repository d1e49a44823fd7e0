// benchmarks/kernel/side-by-side.sh [ROUNDS]      (which calls this one with ROUNDS and the path of Microsoft's tool)
//
// Two kernels through the same client, each in a process of its own: start, first result, warm cell, memory.
#:project ../../lib/NotebookCourse.Kernel/NotebookCourse.Kernel.csproj
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;

const int Warming = 30, WarmCells = 100;
if (args is not [var given, var tool] || !int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) || rounds < 1 || !File.Exists(tool))
{
    Console.Error.WriteLine("Expected the number of rounds, 1 or more, and the path of dotnet-interactive. benchmarks/kernel/side-by-side.sh gives both.");
    return 2;
}

string published = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "lib", "publish", "NotebookCourse.Kernel.Host.dll"));
var quiet = new Dictionary<string, string> { ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_TRY_CLI_TELEMETRY_OPTOUT"] = "1" };
KernelSpec ours = KernelSpec.Own(published);
var theirs = new KernelSpec("microsoft", "Microsoft's", "C#", [tool, "jupyter", "{connection_file}", "--default-kernel", "csharp"], quiet, "");
string folder = Directory.CreateTempSubdirectory("side-by-side-").FullName;
var measured = new Dictionary<string, List<Round>> { [ours.Name] = [], [theirs.Name] = [] };
List<double> loads = [];
for (int round = 0; round < rounds; round++)
{
    foreach (var spec in round % 2 == 0 ? (KernelSpec[])[ours, theirs] : [theirs, ours])
    {
        loads.Add(Load());
        measured[spec.Name].Add(await Measure(spec));
        Console.Error.WriteLine($"round {round + 1}, {spec.Name}: {measured[spec.Name][^1]}");
    }
}

Directory.Delete(folder, recursive: true);
Console.WriteLine(FormattableString.Invariant($"{rounds} rounds, alternating; load {loads.Min():f1} to {loads.Max():f1} on {Environment.ProcessorCount} processors; median (least to most)\n"));
Console.WriteLine("| what | ours | Microsoft's | ratio of the medians |\n|---|---|---|---|");
Report("start to kernel_info reply, ms", round => round.Ready);
Report("start to first result, ms", round => round.FirstResult);
Report($"`1+1`, warm, ms (median of {WarmCells} cells)", round => round.Warm);
Report("resident after the first cell, MB", round => round.Memory);
Report("resident after the warm cells, MB", round => round.MemoryWarm);
return 0;

async Task<Round> Measure(KernelSpec spec)
{
    var start = Stopwatch.StartNew();
    await using var kernel = await WireSession.StartAsync(spec, folder);
    double ready = start.Elapsed.TotalMilliseconds;
    await Run(kernel);
    double first = start.Elapsed.TotalMilliseconds, memory = Resident(kernel.ProcessId);
    for (int i = 0; i < Warming; i++)
        await Run(kernel);
    List<double> warm = [];
    for (int i = 0; i < WarmCells; i++)
    {
        var watch = Stopwatch.StartNew();
        await Run(kernel);
        warm.Add(watch.Elapsed.TotalMilliseconds);
    }

    return new Round(ready, first, Median(warm), memory, Resident(kernel.ProcessId));
}

// A result that is not 2 is no result: a kernel that only says ok quickly must not win.
static async Task Run(WireSession kernel)
{
    string? shown = null;
    var result = await kernel.ExecuteAsync("1+1", output => shown ??= Text(output));
    if (result.Status != CellStatus.Succeeded || shown?.Contains('2') != true)
        throw new InvalidOperationException($"1+1 gave '{shown}' ({result.Status})");
}

static string? Text(CellOutput output) => output switch
{
    ResultOutput result => string.Concat(result.Data.Values),
    DisplayOutput display => string.Concat(display.Data.Values),
    ErrorOutput error => error.Value,
    _ => null,
};

void Report(string what, Func<Round, double> of)
{
    var (our, their) = (Values(ours), Values(theirs));
    Console.WriteLine(FormattableString.Invariant($"| {what} | {Shown(our)} | {Shown(their)} | {Median(their) / Median(our):f2} |"));

    List<double> Values(KernelSpec spec) => [.. measured[spec.Name].Select(of)];
}

static string Shown(List<double> values) => FormattableString.Invariant($"{Median(values):f1} ({values.Min():f1} to {values.Max():f1})");

static double Median(List<double> values)
{
    double[] sorted = [.. values.Order()];
    int middle = sorted.Length / 2;
    return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

static double Resident(int process) => Process.GetProcessById(process).WorkingSet64 / 1e6;

static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

static string Here([CallerFilePath] string path = "") => path;

/// <summary>One kernel, once: milliseconds and megabytes.</summary>
internal sealed record Round(double Ready, double FirstResult, double Warm, double Memory, double MemoryWarm);
