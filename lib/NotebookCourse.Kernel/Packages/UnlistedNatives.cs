using System.Runtime.Intrinsics.X86;

namespace NotebookCourse.Kernel.Packages;

/// <summary>
/// Native libraries that a package keeps outside the folders that NuGet knows (LLamaSharp's <c>LLamaSharpRuntimes</c>):
/// its build targets would copy them beside a program. And those it has for other platforms only.
/// </summary>
internal static class UnlistedNatives
{
    /// <summary>A library for this platform anywhere in the packages; null if there is none.</summary>
    /// <param name="packages">Where to look.</param>
    /// <param name="fileName">Its file's name on this platform.</param>
    public static string? Find(IEnumerable<RestoredPackage> packages, string fileName) =>
        (from package in packages
         from file in Files(package)
         where Stem(file) == Stem(fileName) && Path.GetExtension(file) == Path.GetExtension(fileName)
         let steps = Steps(package, file)
         let platform = steps.Select(step => Place(step)).Where(place => place >= 0).DefaultIfEmpty(-1).Min()
         let variant = steps.Select(Variant).Min()
         where platform >= 0 && variant >= 0
         orderby platform, steps.Select(Variant).Max() descending, file.Length
         select file).FirstOrDefault();

    /// <summary>What to say of a library that the packages have for other platforms only; null if they do not.</summary>
    public static string? Elsewhere(IEnumerable<RestoredPackage> packages, string fileName)
    {
        foreach (var package in packages)
        {
            string[] platforms = [.. Files(package).Where(file => Stem(file) == Stem(fileName)).SelectMany(file => Steps(package, file)).Where(step => step.Contains('-', StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
            if (platforms.Length > 0)
                return $"{package.Name} {package.Version} has {Stem(fileName)} for {string.Join(", ", platforms)}, and not for this platform ({RuntimeIdentifiers.Chain[0]}). Look for another package with its native library.";
        }

        return null;
    }

    private static IEnumerable<string> Files(RestoredPackage package) =>
        Directory.EnumerateFiles(package.Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".so" or ".dll" or ".dylib" && Steps(package, file).Length > 0 && !IsManaged(package, file));

    private static bool IsManaged(RestoredPackage package, string file) => Steps(package, file)[0] is "lib" or "ref" or "analyzers" or "tools";

    private static string[] Steps(RestoredPackage package, string file) => Path.GetDirectoryName(Path.GetRelativePath(package.Folder, file))!.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);

    private static string Stem(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        return name.StartsWith("lib", StringComparison.Ordinal) ? name[3..] : name;
    }

    // How close a folder named after a platform is to this one; negative if it is none or another's.
    private static int Place(string step)
    {
        for (int i = 0; i < RuntimeIdentifiers.Chain.Count; i++)
        {
            if (step == RuntimeIdentifiers.Chain[i])
                return i;
        }

        return -1;
    }

    // Builds for processors that can more are better where this one can; those for other hardware have packages of their own.
    private static int Variant(string step) => step switch
    {
        "avx512" => Avx512F.IsSupported ? 4 : -1,
        "avx2" => Avx2.IsSupported ? 3 : -1,
        "avx" => Avx.IsSupported ? 2 : -1,
        _ => 1,
    };
}
