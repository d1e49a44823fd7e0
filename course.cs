// dotnet course.cs <verb>
//
// Publishes the library and the workshop to lib/publish when their sources are newer than it, then hands the
// verb to NotebookCourse.Workshop. This file refers to no project, so that a start where nothing changed costs
// no build.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

string root = Path.GetDirectoryName(ThisFile())!;
string publish = Path.Combine(root, "lib", "publish");
string stamp = Path.Combine(publish, ".stamp");

Console.CancelKeyPress += (_, cancel) => cancel.Cancel = true; // the child gets the signal too, and ends first

if (!IsFresh(Fingerprint()))
{
    // Two starts at once: the second waits for the first one's build, and most often has nothing left to do.
    using FileStream turn = Turn();
    string fingerprint = Fingerprint();
    int code = IsFresh(fingerprint) ? 0 : Publish(fingerprint);
    if (code != 0)
        return code;
}

return Run([Path.Combine(publish, "NotebookCourse.Workshop.dll"), .. args]);

static string ThisFile([CallerFilePath] string path = "") => path;

bool IsFresh(string fingerprint) => File.Exists(stamp) && File.ReadAllText(stamp) == fingerprint;

// Path, size and time of every source the published output depends on.
string Fingerprint()
{
    var hash = new HashCode64();
    string obj = $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}";
    var sources = Directory.EnumerateFiles(Path.Combine(root, "lib"), "*", SearchOption.AllDirectories)
        .Where(file => !file.StartsWith(publish, StringComparison.Ordinal) && !file.Contains(obj))
        .Concat(Directory.EnumerateFiles(root, "Directory.*"))
        .Append(Path.Combine(root, "global.json"))
        .Order(StringComparer.Ordinal);
    foreach (string file in sources)
    {
        var info = new FileInfo(file);
        hash.Add(Path.GetRelativePath(root, file));
        hash.Add(info.Length);
        hash.Add(info.LastWriteTimeUtc.Ticks);
    }

    return hash.ToString();
}

FileStream Turn()
{
    string path = Path.Combine(Directory.CreateDirectory(Path.Combine(root, "artifacts")).FullName, "course.lock");
    for (bool told = false; ; told = true)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            if (!told)
                Console.Error.WriteLine("Another start of the course is building it; waiting for it ...");
            Thread.Sleep(200);
        }
    }
}

// Into a fresh folder that takes lib/publish's place when it is whole.
int Publish(string fingerprint)
{
    Console.Error.WriteLine("Building the course (the first time takes a few minutes: packages, libtorch) ...");
    RemoveLeftovers();
    string fresh = $"{publish}.{Environment.ProcessId}";
    try
    {
        string project = Path.Combine(root, "lib", "NotebookCourse.Workshop", "NotebookCourse.Workshop.csproj");
        int code = Run(["publish", project, "--configuration", "Release", "--output", fresh, "--nologo", "--verbosity", "quiet",
            "-p:CourseLockedRestore=true", "-p:RunAnalyzers=false"]);
        if (code != 0)
        {
            Console.Error.WriteLine("The build failed; the messages above say where. 'dotnet restore' problems: is a package source reachable? "
                + "NU1004: the packages asked for are not those of locks/; if that is meant, locks/write writes them anew.");
            return 1;
        }

        File.WriteAllText(Path.Combine(fresh, ".stamp"), fingerprint);
        Replace(fresh);
        return 0;
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"The course is built, but {publish} could not be replaced: {exception.Message} "
            + "Close the notebooks and course windows that use it, then start again; nothing is lost.");
        return 1;
    }
    finally
    {
        RemoveLeftovers();
    }
}

// lib/publish is renamed away whole. Windows lets no folder be renamed while a kernel has loaded files of it.
void Replace(string fresh)
{
    string old = $"{publish}.old-{Environment.ProcessId}";
    try
    {
        if (Directory.Exists(publish))
            Directory.Move(publish, old);
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        ReplaceFiles(fresh);
        return;
    }

    try
    {
        Directory.Move(fresh, publish);
    }
    catch when (Directory.Exists(old))
    {
        Directory.Move(old, publish);
        throw;
    }
}

// File by file: a file that a running process has loaded can be renamed, though not deleted. The stamp goes last, so
// that a replacement which stops half-way is done again; files that did not change (libtorch) stay.
void ReplaceFiles(string fresh)
{
    foreach (string file in Directory.EnumerateFiles(fresh, "*", SearchOption.AllDirectories).OrderBy(file => Path.GetFileName(file) == ".stamp"))
    {
        string target = Path.Combine(publish, Path.GetRelativePath(fresh, file));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (File.Exists(target))
        {
            if (IsSame(file, target))
                continue;
            File.Move(target, $"{target}.old-{Environment.ProcessId}");
        }

        File.Move(file, target);
    }
}

static bool IsSame(string one, string other)
{
    using FileStream left = File.OpenRead(one), right = File.OpenRead(other);
    if (left.Length != right.Length)
        return false;
    byte[] leftPart = new byte[1 << 20], rightPart = new byte[1 << 20];
    while (true)
    {
        int read = left.ReadAtLeast(leftPart, leftPart.Length, throwOnEndOfStream: false);
        if (read == 0)
            return true;
        right.ReadExactly(rightPart, 0, read);
        if (!leftPart.AsSpan(0, read).SequenceEqual(rightPart.AsSpan(0, read)))
            return false;
    }
}

// What earlier replacements put aside; what is still in use stays until a later build.
void RemoveLeftovers()
{
    string lib = Path.Combine(root, "lib");
    // Not by the pattern "publish.*": that one finds "publish" too.
    foreach (string folder in Directory.EnumerateDirectories(lib).Where(folder => Path.GetFileName(folder).StartsWith("publish.", StringComparison.Ordinal)))
        Attempt(() => Directory.Delete(folder, recursive: true));
    if (Directory.Exists(publish))
    {
        foreach (string file in Directory.EnumerateFiles(publish, "*.old-*", SearchOption.AllDirectories))
            Attempt(() => File.Delete(file));
    }

    static void Attempt(Action remove)
    {
        try
        {
            remove();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Left for a later build: {exception.Message}");
        }
    }
}

static int Run(IEnumerable<string> arguments)
{
    var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false };
    start.Environment["NOTEBOOKCOURSE_PARENT"] = $"{Environment.ProcessId}"; // should this program be killed, the child ends by itself
    using var child = Process.Start(start)!;
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => PassOn(signal, child.Id, 15));
    using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => PassOn(signal, child.Id, 1));
    child.WaitForExit();
    return child.ExitCode;
}

// A request to end reaches this program alone; Ctrl+C reaches both.
static void PassOn(PosixSignalContext context, int process, int number)
{
    context.Cancel = true;
    if (!OperatingSystem.IsWindows())
        kill(process, number);

    [DllImport("libc")]
    static extern int kill(int process, int signal);
}

/// <summary>FNV-1a over 64 bits: the same in every process, unlike System.HashCode.</summary>
struct HashCode64()
{
    private ulong _value = 14695981039346656037;

    public void Add(string text)
    {
        foreach (char letter in text)
            Add(letter);
    }

    public void Add(long number) => _value = (_value ^ (ulong)number) * 1099511628211;

    public override readonly string ToString() => _value.ToString("x16");
}
