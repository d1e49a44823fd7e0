using Microsoft.CodeAnalysis;
using NotebookCourse.Kernel.Directives;
using NotebookCourse.Kernel.Packages;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>C# of a cell, ready to be compiled: what the kernel takes care of has been taken out, and found.</summary>
/// <param name="Code">The source; its lines keep their numbers.</param>
/// <param name="Packages">The packages that it and the files it loads ask for.</param>
/// <param name="Sources">The package sources that they name.</param>
/// <param name="References">What it refers to below a statement.</param>
internal sealed record CellSource(string Code, IReadOnlyList<PackageRequest> Packages, IReadOnlyList<string> Sources, IReadOnlyList<PortableExecutableReference> References)
{
    /// <summary>Reads a source, and the files that it loads.</summary>
    /// <param name="code">As the person wrote it.</param>
    /// <param name="path">Its name in errors; a file's path if it comes from one.</param>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="resolver">Finds files and assemblies.</param>
    /// <exception cref="CommandException">A directive is not written as it must be, or names what is not there.</exception>
    public static CellSource Of(string code, string path, string folder, CellReferenceResolver resolver)
    {
        var own = SourceDirectives.Take(code);
        List<PackageRequest> packages = [.. own.Packages];
        List<string> sources = [.. own.Sources];
        Load(own, path, []);
        return new CellSource(WithExpression.AsLast(own.Code), packages, sources, [.. own.References.Select(Find)]);

        void Load(SourceDirectives source, string from, HashSet<string> seen)
        {
            foreach (string load in source.Loads)
            {
                string file = CellSourceResolver.FullPath(load, from, folder);
                if (!seen.Add(file) || !File.Exists(file))
                    continue; // what is missing the compiler says, with its place
                var loaded = SourceDirectives.Take(File.ReadAllText(file));
                packages.AddRange(loaded.Packages);
                sources.AddRange(loaded.Sources.Select(source => source.Contains("://", StringComparison.Ordinal) ? source : Path.GetFullPath(source, Path.GetDirectoryName(file)!)));
                Load(loaded, file, seen);
            }
        }

        PortableExecutableReference Find((string Name, int Line) reference) =>
            resolver.ResolveReference(reference.Name, path, MetadataReferenceProperties.Assembly) is [var found, ..] ? found
                : throw new CommandException(reference.Line, $"#r \"{reference.Name}\": there is no such file, seen from '{Path.GetDirectoryName(CellSourceResolver.FullPath(reference.Name, path, folder))}', and no assembly of .NET of that name.");
    }
}
