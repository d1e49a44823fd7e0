using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using NotebookCourse.Kernel.Packages;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>Finds what <c>#r</c> names: a file, an assembly of the framework, or a package.</summary>
internal sealed class CellReferenceResolver(string folder, FrameworkReferences framework, PackageReferences packages) : MetadataReferenceResolver
{
    private readonly ConcurrentDictionary<string, PortableExecutableReference> _files = new(StringComparer.Ordinal);

    public override bool ResolveMissingAssemblies => true;

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        if (framework.Find(referenceIdentity.Name) is { } known)
            return known;
        string? beside = definition is PortableExecutableReference { FilePath: { } path } ? Path.GetDirectoryName(path) : null;
        if (beside is null)
            return null;
        string file = Path.Combine(beside, referenceIdentity.Name + ".dll");
        return File.Exists(file) ? Reference(file) : null;
    }

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (PackageRequest.TryParse(reference) is not null)
            return [framework.All.First()]; // every cell refers to all assemblies of the session's packages already
        string full = CellSourceResolver.FullPath(reference, baseFilePath, folder);
        if (File.Exists(full))
            return [Reference(full)];
        return framework.Find(reference) is { } known ? [known] : [];
    }

    /// <summary>All assemblies of the session's packages: a directive may stand for one only, so every cell refers to them as well.</summary>
    public IEnumerable<PortableExecutableReference> OfPackages() => packages.CompileAssemblies.Select(Reference);

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private PortableExecutableReference Reference(string path) => _files.GetOrAdd(path, Create);

    private static PortableExecutableReference Create(string path)
    {
        string documentation = Path.ChangeExtension(path, ".xml");
        return MetadataReference.CreateFromFile(path, documentation: File.Exists(documentation) ? XmlDocumentationProvider.CreateFromFile(documentation) : null);
    }
}
