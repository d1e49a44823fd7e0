using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace NotebookCourse.Kernel.Wire;

/// <summary>What the kernel takes of its machine, for front ends that show it (usage_request).</summary>
/// <param name="clock">Tells how long ago the last question was.</param>
internal sealed class KernelUsage(TimeProvider clock)
{
    private const string MemoryFile = "/proc/meminfo"; // Linux; sizes in units of 1024 bytes

    private readonly Process _process = Process.GetCurrentProcess();
    private readonly Lock _gate = new();
    private long _asked;
    private TimeSpan _worked;

    /// <summary>The reply: processor time since the last question in percent of one processor, memory in bytes.</summary>
    public JsonObject Report()
    {
        _process.Refresh();
        var (total, available) = Memory();
        return new JsonObject
        {
            ["status"] = "ok",
            ["hostname"] = Environment.MachineName,
            ["pid"] = Environment.ProcessId,
            ["kernel_cpu"] = Processor(_process.TotalProcessorTime),
            ["kernel_memory"] = _process.WorkingSet64,
            ["cpu_count"] = Environment.ProcessorCount,
            ["host_virtual_memory"] = new JsonObject
            {
                ["total"] = total,
                ["available"] = available,
                ["used"] = total - available,
                ["percent"] = total == 0 ? 0 : Math.Round(100.0 * (total - available) / total, 1),
            },
        };
    }

    // The first time there is nothing to compare with.
    private double Processor(TimeSpan worked)
    {
        lock (_gate)
        {
            long now = clock.GetTimestamp();
            double seconds = _asked == 0 ? 0 : clock.GetElapsedTime(_asked, now).TotalSeconds;
            double percent = seconds > 0 ? Math.Round(100 * (worked - _worked).TotalSeconds / seconds, 1) : 0;
            (_asked, _worked) = (now, worked);
            return percent;
        }
    }

    private static (long Total, long Available) Memory()
    {
        if (!File.Exists(MemoryFile))
        {
            var info = GC.GetGCMemoryInfo();
            return (info.TotalAvailableMemoryBytes, Math.Max(0, info.TotalAvailableMemoryBytes - info.MemoryLoadBytes));
        }

        string[] lines = File.ReadAllLines(MemoryFile);
        return (Size(lines, "MemTotal:"), Size(lines, "MemAvailable:"));
    }

    private static long Size(string[] lines, string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
        ? 1024 * long.Parse(line[name.Length..].Trim().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture) : 0;
}
