// dotnet run --configuration Release benchmarks/primitives/fp8.cs
//
// FP8 encoding and decoding of 64M floats against memcpy of as many, on one thread; block-scaled quantisation too.
// Bytes per second count what is read and written together: memcpy 8 bytes a float, encoding and decoding 5.
#:project ../../lib/NotebookCourse/NotebookCourse.csproj
using System.Diagnostics;
using NotebookCourse.Precision;

const int Rows = 8192, Columns = 8192, Count = Rows * Columns, Rounds = 15;

float[] values = new float[Count], copy = new float[Count];
byte[] codes = new byte[Count];
var random = new Random(1);
for (int i = 0; i < Count; i++)
    values[i] = (float)((random.NextDouble() - 0.5) * 800);
var tiles = BlockScaledMatrix.Quantise(values, Rows, Columns, BlockShape.Activations);
var blocks = BlockScaledMatrix.Quantise(values, Rows, Columns, BlockShape.Weights);

(string Name, int BytesEach, Action Run)[] contenders =
[
    ("memcpy", 8, () => values.AsSpan().CopyTo(copy)),
    ("encode E4M3", 5, () => Float8.Encode(Float8Format.E4M3, values, codes)),
    ("decode E4M3", 5, () => Float8.Decode(Float8Format.E4M3, codes, copy)),
    ("encode E5M2", 5, () => Float8.Encode(Float8Format.E5M2, values, codes)),
    ("decode E5M2", 5, () => Float8.Decode(Float8Format.E5M2, codes, copy)),
    ("quantise 1x128", 5, () => tiles.Replace(values)),
    ("quantise 128x128", 5, () => blocks.Replace(values)),
];

// A round before the first touches every page, so that none is fetched while the clock runs. Then all take turns:
// whatever else the machine does meets them alike.
var times = contenders.Select(_ => new List<double>()).ToArray();
for (int round = -1; round < Rounds; round++)
{
    for (int i = 0; i < contenders.Length; i++)
    {
        var clock = Stopwatch.StartNew();
        contenders[i].Run();
        if (round >= 0)
            times[i].Add(clock.Elapsed.TotalSeconds);
    }
}

Console.WriteLine($"{"",-18}{"best ms",10}{"median ms",12}{"GB/s",8}{"of memcpy's bytes/s",22}{"of memcpy's floats/s",22}");
double memcpy = Median(times[0]);
for (int i = 0; i < contenders.Length; i++)
{
    var (name, bytesEach, _) = contenders[i];
    double median = Median(times[i]), rate = (double)Count * bytesEach / median;
    Console.WriteLine($"{name,-18}{times[i].Min() * 1e3,10:f1}{median * 1e3,12:f1}{rate / 1e9,8:f1}{rate / (8.0 * Count / memcpy),22:f2}{memcpy / median,22:f2}");
}

static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
