// dotnet course.cs <verb>
//
// Publishes the library and the workshop to lib/publish when their sources are newer than it, then hands the
// verb to NotebookCourse.Workshop. This file refers to no project, so that a start where nothing changed costs
// no build.
using System.Diagnostics;
using System.Runtime.CompilerServices;

string root = Path.GetDirectoryName(ThisFile())!;
string publish = Path.Combine(root, "lib", "publish");
string stamp = Path.Combine(publish, ".stamp");

Console.CancelKeyPress += (_, cancel) => cancel.Cancel = true; // the child gets the signal too, and ends first

string fingerprint = Fingerprint();
if (!File.Exists(stamp) || File.ReadAllText(stamp) != fingerprint)
{
    int code = Publish();
    if (code != 0)
        return code;
}

return Run([Path.Combine(publish, "NotebookCourse.Workshop.dll"), .. args]);

static string ThisFile([CallerFilePath] string path = "") => path;

// Path, size and time of every source the published output depends on.
string Fingerprint()
{
    var hash = new HashCode64();
    var sources = Directory.EnumerateFiles(Path.Combine(root, "lib"), "*", SearchOption.AllDirectories)
        .Where(file => !file.StartsWith(publish, StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
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

// Into a fresh folder that takes lib/publish's place when it is whole.
int Publish()
{
    Console.Error.WriteLine("Building the course (the first time takes a few minutes: packages, libtorch) ...");
    string fresh = $"{publish}.{Environment.ProcessId}";
    try
    {
        string project = Path.Combine(root, "lib", "NotebookCourse.Workshop", "NotebookCourse.Workshop.csproj");
        int code = Run(["publish", project, "--configuration", "Release", "--output", fresh, "--nologo", "--verbosity", "quiet"]);
        if (code != 0)
        {
            Console.Error.WriteLine("The build failed; the messages above say where. 'dotnet restore' problems: is a package source reachable?");
            return 1;
        }

        File.WriteAllText(Path.Combine(fresh, ".stamp"), fingerprint);
        if (Directory.Exists(publish))
            Directory.Delete(publish, recursive: true);
        Directory.Move(fresh, publish);
        return 0;
    }
    finally
    {
        if (Directory.Exists(fresh))
            Directory.Delete(fresh, recursive: true);
    }
}

static int Run(IEnumerable<string> arguments)
{
    using var child = Process.Start(new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false })!;
    child.WaitForExit();
    return child.ExitCode;
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
