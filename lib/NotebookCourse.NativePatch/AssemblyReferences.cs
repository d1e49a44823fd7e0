using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace NotebookCourse.NativePatch;

/// <summary>
/// Makes assemblies ask for the versions that lie beside them (or in the framework), where they were built against
/// older ones.
/// </summary>
/// <remarks>
/// A host that brings an older copy of its own satisfies the older request with that copy and the newer ones with ours,
/// and one program then has two: Microsoft's kernel brings FSharp.Core 10.0, Plotly.NET asks for 10.1 and Giraffe, which it
/// leans on, for 5.0, so that no chart could be made there. A request for what is really there has one answer. And its compiler
/// puts a warning (CS1701) under each cell that meets a System assembly of an older framework through TorchSharp.
/// The table AssemblyRef: ECMA-335, II.22.5; a row begins with four 16-bit numbers, the version.
/// </remarks>
internal static class AssemblyReferences
{
    /// <summary>Raises the references of an assembly and of all it leans on in its own folder.</summary>
    /// <param name="path">The assembly to begin with.</param>
    /// <param name="framework">A folder with the framework's assemblies.</param>
    /// <returns>The files that were changed.</returns>
    /// <remarks>A file is replaced, never edited in place: it may be a hard link into the package cache.</remarks>
    /// <exception cref="BadImageFormatException">The file is not a .NET assembly.</exception>
    public static IReadOnlyList<string> RaiseAll(string path, string framework)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var changed = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Queue<string>([Path.GetFullPath(path)]);
        while (open.TryDequeue(out string? file))
        {
            if (!seen.Add(file))
                continue;
            byte[] image = File.ReadAllBytes(file);
            if (Raise(image, name => VersionOf(folder, name) ?? (name.StartsWith("System.", StringComparison.Ordinal) ? VersionOf(framework, name) : null)))
            {
                Replace(file, image);
                changed.Add(file);
            }

            foreach (string name in Names(image))
            {
                if (Path.Combine(folder, name + ".dll") is var beside && File.Exists(beside))
                    open.Enqueue(beside);
            }
        }

        return changed;
    }

    /// <summary>Raises references in an assembly's bytes.</summary>
    /// <param name="image">The assembly.</param>
    /// <param name="present">The version that is there of an assembly, by its name; null if it is not known.</param>
    /// <returns>Whether a reference was older than what is there.</returns>
    public static bool Raise(byte[] image, Func<string, Version?> present)
    {
        using var file = new PEReader(ImmutableArray.Create(image));
        MetadataReader metadata = file.GetMetadataReader();
        int table = file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef);
        int size = metadata.GetTableRowSize(TableIndex.AssemblyRef);
        bool changed = false;
        foreach (AssemblyReferenceHandle handle in metadata.AssemblyReferences)
        {
            AssemblyReference reference = metadata.GetAssemblyReference(handle);
            if (present(metadata.GetString(reference.Name)) is not { } version || version <= reference.Version)
                continue;
            Span<byte> row = image.AsSpan(table + (MetadataTokens.GetRowNumber(handle) - 1) * size);
            int[] parts = [version.Major, version.Minor, version.Build, version.Revision];
            for (int i = 0; i < parts.Length; i++)
                BinaryPrimitives.WriteUInt16LittleEndian(row[(2 * i)..], (ushort)parts[i]);
            changed = true;
        }

        return changed;
    }

    private static IEnumerable<string> Names(byte[] image)
    {
        using var file = new PEReader(ImmutableArray.Create(image));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private static Version? VersionOf(string folder, string name) =>
        Path.Combine(folder, name + ".dll") is var path && File.Exists(path) ? AssemblyName.GetAssemblyName(path).Version : null;

    // Length and time stay, so that a build does not copy the file again.
    private static void Replace(string path, byte[] image)
    {
        string fresh = path + ".patched";
        File.WriteAllBytes(fresh, image);
        File.SetLastWriteTimeUtc(fresh, File.GetLastWriteTimeUtc(path));
        File.Move(fresh, path, overwrite: true);
    }
}
