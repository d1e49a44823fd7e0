using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using NotebookCourse.Kernel.Packages;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// The cells run so far, each compiled on top of the one before ("submissions" to the compiler). A cell becomes a
/// class whose fields are its variables; the instances stand in an array, so that a cell that throws, or is stopped
/// half way, still leaves the variables it had set.
/// </summary>
internal sealed class SubmissionChain
{
    /// <summary>The namespaces every cell sees without a using line; the same as Microsoft's kernel, and our display functions.</summary>
    public static readonly IReadOnlyList<string> DefaultUsings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
        "NotebookCourse.Kernel.Displays", "NotebookCourse.Kernel.Displays.Notebook",
    ];

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Parse, SourceCodeKind.Script);

    private readonly CSharpCompilationOptions _options;
    private readonly PackageReferences _packages;
    private readonly CellReferenceResolver _resolver;
    private const string Prefix = "notebook-cell-";

    private readonly string _prefix = $"{Prefix}{Guid.NewGuid():N}-";
    private readonly CellMetadata _metadata = new();
    private object?[] _states = new object?[16];
    private int _stateCount = 1; // the compiler keeps slot 0 for a host object; there is none
    private int _compiled;
    private bool _usesLibraries;

    public SubmissionChain(string folder, PackageReferences packages)
    {
        _packages = packages;
        _resolver = new CellReferenceResolver(folder, FrameworkReferences.Shared, packages);
        _options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            usings: DefaultUsings,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            sourceReferenceResolver: new CellSourceResolver(folder),
            metadataReferenceResolver: _resolver,
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
    }

    /// <summary>Where the compiled cells are loaded.</summary>
    public NotebookLoadContext LoadContext { get; } = new();

    /// <summary>The last accepted cell; null before the first.</summary>
    public CSharpCompilation? Last { get; private set; }

    /// <summary>The cells' instances, oldest first: their fields are the variables.</summary>
    public IEnumerable<object> States => _states.Take(_stateCount).OfType<object>();

    /// <summary>Whether an assembly's name is that of a cell.</summary>
    public static bool IsCell(string assembly) => assembly.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The cell's syntax tree, as compiled.</summary>
    public static SyntaxTree Parse(string code, string path, CancellationToken cancellationToken = default) =>
        CSharpSyntaxTree.ParseText(SourceText.From(code, System.Text.Encoding.UTF8), ParseOptions, path, cancellationToken);

    /// <summary>The next cell, bound but not emitted: what completion and inspection ask questions of.</summary>
    public CSharpCompilation Bind(SyntaxTree tree)
    {
        int number = Interlocked.Increment(ref _compiled); // questions are asked while a cell compiles
        string name = _prefix + number;
        return CSharpCompilation.CreateScriptCompilation(
            name, tree, Last is null ? FrameworkReferences.Shared.WithTypes.Concat(_resolver.OfPackages()) : _resolver.OfPackages(),
            _options.WithScriptClassName($"Submission#{number}"), Last, typeof(object));
    }

    /// <summary>Compiles and loads a cell.</summary>
    /// <param name="code">The cell's source.</param>
    /// <param name="path">Its name in errors.</param>
    /// <param name="cancellationToken">Ends the compilation.</param>
    /// <returns>The cell, or what is wrong with it.</returns>
    public CompiledCell Compile(string code, string path, CancellationToken cancellationToken)
    {
        var tree = Parse(code, path, cancellationToken);
        var packages = _packages.CompileAssemblies;
        var compilation = Bind(tree);
        if (compilation.DirectiveReferences.Length > 0 && _packages.CompileAssemblies != packages)
            compilation = Bind(tree); // a loaded file named a package; now its other assemblies are known
        MemoryStream assembly = new(), symbols = new();
        var result = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancellationToken);
        Diagnostic[] errors = [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
            return new CompiledCell(compilation, null, false, errors);

        LoadReferences(compilation);
        if (!result.Success)
            return new CompiledCell(compilation, _ => Task.FromResult<object>(null!), false, []); // usings and directives only: nothing to run
        assembly.Position = 0;
        symbols.Position = 0;
        if (_usesLibraries || compilation.SyntaxTrees.Any(CheckpointWeaver.MayRunLongOrCallNativeCode))
            (assembly, symbols) = CheckpointWeaver.Weave(assembly, symbols, _metadata, compilation.SyntaxTrees);
        if (compilation.SyntaxTrees.Any(CellMetadata.MayBeAskedFor))
            _metadata.Add(compilation.AssemblyName!, assembly.ToArray());
        var loaded = LoadContext.LoadCell(compilation.AssemblyName!, assembly, symbols);
        var entry = compilation.GetEntryPoint(cancellationToken)!;
        var method = loaded.GetType(entry.ContainingType.MetadataName, throwOnError: true)!.GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return new CompiledCell(compilation, method.CreateDelegate<Func<object?[], Task<object>>>(), HasResult(compilation), []);
    }

    /// <summary>Starts a compiled cell; the caller accepts it afterwards, however it ended.</summary>
    public Task<object> Start(CompiledCell cell)
    {
        if (_stateCount >= _states.Length)
            Array.Resize(ref _states, _states.Length * 2);
        return cell.Run!(_states);
    }

    /// <summary>Makes a cell that was started the one that the next cell continues.</summary>
    public void Accept(CompiledCell cell)
    {
        if (_stateCount < _states.Length && _states[_stateCount] is not null)
            _stateCount++;
        else if (cell.Compilation.SyntaxTrees.Any(DeclaresOrRuns))
            return; // stopped before its instance existed: nothing of it is there to continue
        Last = cell.Compilation;
    }

    private static bool DeclaresOrRuns(SyntaxTree tree) => tree.GetCompilationUnitRoot().Members.Count > 0;

    // A trailing expression without a semicolon, or a return with a value.
    private static bool HasResult(CSharpCompilation compilation)
    {
        var tree = compilation.SyntaxTrees[^1];
        var members = tree.GetCompilationUnitRoot().Members;
        if (members.OfType<GlobalStatementSyntax>().Any(member => member.DescendantNodesAndSelf(node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).OfType<ReturnStatementSyntax>().Any(statement => statement.Expression is not null)))
            return true;
        return members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
            && compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type is { SpecialType: not SpecialType.System_Void };
    }

    private void LoadReferences(CSharpCompilation compilation)
    {
        foreach (string folder in _packages.NativeFolders.Concat(_packages.RuntimeAssemblies.Select(file => Path.GetDirectoryName(file)!)))
            NotebookLoadContext.AddFolder(folder);
        foreach (var reference in compilation.DirectiveReferences.OfType<PortableExecutableReference>())
        {
            if (reference.FilePath is not { } path)
                continue;
            _usesLibraries = true;
            _metadata.Add(path);
            if (!_packages.CompileAssemblies.Contains(path))
                LoadContext.Reference(path);
        }
    }
}
