// usage: dotnet run --configuration Release --project benchmarks/inference -- [tiny] [large] [start] [crossing] [--threads N] [--seconds S] [--avx 2|512]
// All parts if none is named. Every figure is the median of rounds taken in turns; the machine's load is printed first and last.
using System.Runtime.Intrinsics;
using LLama.Native;
using NotebookCourse.Benchmarks;
using TorchSharp;

int avx = (int)Option("--avx", Vector512.IsHardwareAccelerated ? 512 : 2); // what the processor has
var settings = new Settings((int)Option("--threads", 1), Option("--seconds", 2), Directory.CreateTempSubdirectory("inference-").FullName);
var parts = new Dictionary<string, Action<Settings>> { ["tiny"] = TinyModel.Run, ["large"] = LargeModel.Run, ["start"] = FirstToken.Run, ["crossing"] = Crossing.Run };
string[] chosen = [.. args.Where(parts.ContainsKey)];
NativeLibraryConfig.All.WithAvx(avx == 2 ? AvxLevel.Avx2 : AvxLevel.Avx512).WithLogCallback((_, _) => { });
torch.set_num_threads(settings.Threads);
Console.WriteLine($"load {Machine.Load()}, {settings.Threads} thread(s), Vector512 {Vector512.IsHardwareAccelerated}, llama.cpp with AVX{(avx == 2 ? "2" : "-512")}");
try
{
    foreach (string part in chosen.Length > 0 ? chosen : [.. parts.Keys])
        parts[part](settings);
}
finally
{
    Directory.Delete(settings.Folder, recursive: true);
}

Console.WriteLine($"load {Machine.Load()}");

double Option(string name, double otherwise)
    => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length
        ? double.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture)
        : otherwise;
