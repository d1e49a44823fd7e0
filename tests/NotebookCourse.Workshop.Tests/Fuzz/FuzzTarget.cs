using NotebookCourse.Checkpoints;
using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Tests.Fuzz;

/// <summary>One kind of file that the course reads.</summary>
/// <param name="Name">What it is.</param>
/// <param name="FileName">Under which name it is read.</param>
/// <param name="Samples">Good ones, to be damaged.</param>
/// <param name="Read">Reads one, as far as the course does.</param>
internal sealed record FuzzTarget(string Name, string FileName, IReadOnlyList<byte[]> Samples, Action<string> Read)
{
    /// <summary>What a file may cost: processor time, and memory taken in all, given back or not.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);
    private const long MostBytes = 1L << 30;

    /// <summary>How the damage is done; null for any.</summary>
    public Func<Mutator, byte[], byte[]>? Damage { get; init; }

    /// <summary>Reads damaged files, and says how each was taken.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed gives the same files.</param>
    public FuzzTally Run(int count, int seed)
    {
        string folder = Directory.CreateTempSubdirectory("fuzz-").FullName, path = Path.Combine(folder, FileName);
        try
        {
            foreach (byte[] sample in Samples)
            {
                File.WriteAllBytes(path, sample);
                Read(path); // the samples themselves are good
            }

            var tally = new FuzzTally(Name);
            for (int number = 0; number < count; number++)
            {
                var random = new Random(HashCode(seed, number));
                byte[] sample = Samples[random.Next(Samples.Count)];
                var mutator = new Mutator(random);
                byte[] damaged = Damage is null ? mutator.Damage(sample) : Damage(mutator, sample);
                File.WriteAllBytes(path, damaged);
                tally.Add(number, Take(path));
            }

            return tally;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Null if the file was accepted, "" if it was refused in clear words, else what is wrong.</summary>
    private string? Take(string path)
    {
        TimeSpan before = Environment.CpuUsage.UserTime;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        string? result = Outcome(path);
        long taken = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (taken > MostBytes)
            return $"took {taken >> 20} MB";
        TimeSpan time = Environment.CpuUsage.UserTime - before;
        return time > MostTime ? $"took {time.TotalSeconds:f0} s" : result;
    }

    private string? Outcome(string path)
    {
        try
        {
            Read(path);
            return null;
        }
        catch (Exception error) when (error is InvalidDataException or SafetensorsException or LessonException or FileNotFoundException)
        {
            return error.Message.Length > 0 ? "" : "refused without a word";
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message} {error.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("NotebookCourse"))?.Trim()}";
        }
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 1_000_003) + number);
}

/// <summary>How damaged files of a kind were taken.</summary>
internal sealed class FuzzTally(string name)
{
    private readonly List<string> _others = [];

    public int Accepted { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Whatever was neither accepted nor refused in clear words, with the file's number.</summary>
    public IReadOnlyList<string> Others => _others;

    public void Add(int number, string? outcome)
    {
        if (outcome is null)
            Accepted++;
        else if (outcome.Length == 0)
            Refused++;
        else
            _others.Add($"{name} {number}: {outcome}");
    }

    public override string ToString() =>
        FormattableString.Invariant($"{name,-24} {Accepted + Refused + _others.Count,7:N0} read: {Accepted,7:N0} accepted, {Refused,7:N0} clear errors, {_others.Count} other\n")
        + string.Concat(_others.Take(20).Select(other => $"    {other}\n"));
}
