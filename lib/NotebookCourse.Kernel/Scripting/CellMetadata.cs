using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mono.Cecil;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Finds the assemblies a cell refers to while it is rewritten: the metadata of a constant of an enumeration does not
/// say how wide it is, the enumeration's own assembly does.
/// </summary>
internal sealed class CellMetadata : IAssemblyResolver
{
    private readonly Dictionary<string, AssemblyDefinition> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _cells = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _files = FrameworkReferences.Shared.All.ToDictionary(reference => Path.GetFileNameWithoutExtension(reference.FilePath!), reference => reference.FilePath!, StringComparer.Ordinal);

    /// <summary>Whether a source declares what metadata of later cells can depend on: types of constants.</summary>
    public static bool MayBeAskedFor(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().Any(node => node is EnumDeclarationSyntax or StructDeclarationSyntax || node.IsKind(SyntaxKind.RecordStructDeclaration));

    /// <summary>A file that cells refer to from now on.</summary>
    public void Add(string file) => _files.TryAdd(Path.GetFileNameWithoutExtension(file), file);

    /// <summary>Keeps a cell that later ones may refer to.</summary>
    public void Add(string name, byte[] image) => _cells[name] = image;

    /// <inheritdoc/>
    public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters());

    /// <inheritdoc/>
    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        if (_read.TryGetValue(name.Name, out var known))
            return known;
        parameters.AssemblyResolver = this;
        if (_cells.TryGetValue(name.Name, out byte[]? image))
            return _read[name.Name] = AssemblyDefinition.ReadAssembly(new MemoryStream(image), parameters);
        if (_files.TryGetValue(name.Name, out string? path))
            return _read[name.Name] = AssemblyDefinition.ReadAssembly(path, parameters);
        throw new AssemblyResolutionException(name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var assembly in _read.Values)
            assembly.Dispose();
        _read.Clear();
    }
}
