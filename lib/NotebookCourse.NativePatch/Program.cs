using System.Runtime.InteropServices;
using NotebookCourse.NativePatch;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: NotebookCourse.NativePatch FILE   (a native library, or an assembly whose folder shall ask for its own versions)");
    return 2;
}

if (args[0].EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
{
    foreach (string file in AssemblyReferences.RaiseAll(args[0], RuntimeEnvironment.GetRuntimeDirectory()))
        Console.WriteLine($"{file}: asks for the versions that are there");
    return 0;
}

if (!OperatingSystem.IsLinux())
    return 0;

const string Version = "GLIBCXX_3.4.32";
if (SystemLibrary.Provides("libstdc++.so.6", Version))
{
    Console.WriteLine($"{args[0]}: libstdc++ has {Version}, nothing to do");
    return 0;
}

bool changed = ElfVersionNeeds.MakeOptional(args[0], Version);
Console.WriteLine($"{args[0]}: {(changed ? "need of" : "no strong need of")} {Version} {(changed ? "made optional" : "found")}");
return 0;
