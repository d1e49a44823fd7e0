using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NotebookCourse.Benchmarks;

/// <summary>What the machine does by itself.</summary>
internal static class Machine
{
    /// <summary>Processes that want a processor, over the last minute.</summary>
    public static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    /// <summary>The best rate of a plain read of a file's bytes, in bytes a second.</summary>
    public static double ReadBandwidth(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        double best = 0;
        for (int round = 0; round < 5; round++)
        {
            var watch = Stopwatch.StartNew();
            Vector<long> all = default;
            foreach (Vector<long> vector in MemoryMarshal.Cast<byte, Vector<long>>(bytes))
                all ^= vector;
            best = Math.Max(best, bytes.Length / watch.Elapsed.TotalSeconds);
            GC.KeepAlive(all);
        }

        return best;
    }

    /// <summary>Bytes of this process that are no mapped file's.</summary>
    public static long AnonymousMemory()
    {
        string? line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("RssAnon:")) : null;
        using var self = Process.GetCurrentProcess();
        return line is null ? self.PrivateMemorySize64 : 1_024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}
