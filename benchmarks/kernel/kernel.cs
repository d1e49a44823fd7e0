// dotnet run --configuration Release benchmarks/kernel/kernel.cs [ROUNDS]
//
// What a person waits for, through the wire, from another process: the published kernel of lib/publish.
#:project ../../lib/NotebookCourse.Kernel/NotebookCourse.Kernel.csproj
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using NotebookCourse.Kernel.Client;
using NotebookCourse.Kernel.Sessions;

int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 7;
string published = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "lib", "publish", "NotebookCourse.Kernel.Host.dll"));
var spec = KernelSpec.Own(published);
string folder = Directory.CreateTempSubdirectory("kernel-benchmark-").FullName;

List<double> ready = [], firstResult = [];
for (int round = 0; round < rounds; round++)
{
    var start = Stopwatch.StartNew();
    await using var kernel = await WireSession.StartAsync(spec, folder);
    ready.Add(start.Elapsed.TotalMilliseconds);
    await Run(kernel, "1+1");
    firstResult.Add(start.Elapsed.TotalMilliseconds);
}

Report("start to kernel_info reply", ready, "ms", 500);
Report("start to first result", firstResult, "ms", 1000);

await using (var kernel = await WireSession.StartAsync(spec, folder))
{
    await Repeat(30, () => Run(kernel, "1+1")); // warm
    Report("1+1, warm", await Repeat(200, () => Run(kernel, "1+1")), "ms", 8);

    const string Code = "Console.";
    await Repeat(10, () => kernel.CompleteAsync(Code, Code.Length));
    Report("completion after 'Console.', warm", await Repeat(50, () => kernel.CompleteAsync(Code, Code.Length)), "ms", 60);

    using (var stop = new CancellationTokenSource())
    {
        var busy = Execute(kernel, "while (true) { }", stop.Token);
        await Task.Delay(100);
        Report("the same while a cell runs", await Repeat(50, () => kernel.CompleteAsync(Code, Code.Length)), "ms", 60);
        stop.Cancel();
        await busy;
    }

    foreach (string endless in (string[])["while (true) { }", "System.Threading.Thread.Sleep(-1);", "await Task.Delay(-1);"])
    {
        List<double> interrupts = [];
        for (int round = 0; round < 3 * rounds; round++)
        {
            using var stop = new CancellationTokenSource();
            var started = new TaskCompletionSource();
            var running = kernel.ExecuteAsync("display(\"started\");\n" + endless, _ => started.TrySetResult(), stop.Token);
            await started.Task;
            await Task.Delay(20);
            var watch = Stopwatch.StartNew();
            stop.Cancel();
            await running;
            interrupts.Add(watch.Elapsed.TotalMilliseconds);
        }

        Report($"interrupt to idle: {endless}", interrupts, "ms", 300);
    }

    List<double> lines = [];
    for (int round = 0; round < rounds; round++)
    {
        int seen = 0;
        var watch = Stopwatch.StartNew();
        await kernel.ExecuteAsync("for (int i = 0; i < 100_000; i++) Console.WriteLine(i);", output => seen += output is StreamOutput text ? text.Text.Count(letter => letter == '\n') : 0);
        lines.Add(watch.Elapsed.TotalMilliseconds);
        if (seen != 100_000)
            throw new InvalidOperationException($"{seen} of 100,000 lines arrived");
    }

    Report("100,000 lines", lines, "ms", 1000);
}

await using (var kernel = await WireSession.StartAsync(spec, folder))
{
    await Run(kernel, "1+1");
    Report("resident after the first cell", [Resident(kernel.ProcessId)], "MB", double.NaN);
    for (int i = 0; i < 1000; i++)
        await Run(kernel, $"int x{i % 7} = {i}; x{i % 7} + 1");
    Report("resident after 1,000 cells", [Resident(kernel.ProcessId)], "MB", 300);
    await Task.Delay(3000);
    Report("resident 3 s later", [Resident(kernel.ProcessId)], "MB", double.NaN);
    Report("most it ever held", [kernel.PeakMemory / 1e6], "MB", double.NaN);
}

Directory.Delete(folder, recursive: true);

static async Task<List<double>> Repeat(int times, Func<Task> action)
{
    List<double> took = [];
    for (int i = 0; i < times; i++)
    {
        var watch = Stopwatch.StartNew();
        await action();
        took.Add(watch.Elapsed.TotalMilliseconds);
    }

    return took;
}

static async Task Run(WireSession kernel, string code)
{
    if ((await Execute(kernel, code)).Status != CellStatus.Succeeded)
        throw new InvalidOperationException($"'{code}' failed");
}

static Task<CellResult> Execute(WireSession kernel, string code, CancellationToken cancellationToken = default) => kernel.ExecuteAsync(code, _ => { }, cancellationToken);

static double Resident(int process) => Process.GetProcessById(process).WorkingSet64 / 1e6;

static void Report(string what, List<double> values, string unit, double goal)
{
    values.Sort();
    string spread = values.Count > 1 ? $"{values[0]:f1} to {values[^1]:f1}" : "";
    Console.WriteLine($"| {what} | {values[values.Count / 2]:f1} {unit} | {spread} | {(double.IsNaN(goal) ? "" : $"{goal:f0} {unit}")} |");
}

static string Here([CallerFilePath] string path = "") => path;
