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

    /// <summary>The dialect that cells are written in.</summary>
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Parse, SourceCodeKind.Script);

    private readonly CSharpCompilationOptions _options;
    private readonly PackageReferences _packages;
    private readonly CellReferenceResolver _resolver;
    private readonly string _folder;
    private const string Prefix = "notebook-cell-";

    private readonly string _prefix = $"{Prefix}{Guid.NewGuid():N}-";
    private readonly CellMetadata _metadata = new();
    private readonly EarlierValues _variables = new();
    private readonly Overloads _overloads = new();
    private object?[] _states = new object?[16];
    private int _stateCount = 1; // the compiler keeps slot 0 for a host object; there is none
    private int _knownInstances = 1;
    private int _compiled;
    private bool _usesLibraries;

    public SubmissionChain(string folder, PackageReferences packages)
    {
        (_folder, _packages) = (folder, packages);
        _resolver = new CellReferenceResolver(folder, FrameworkReferences.Shared, packages);
        _options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            usings: DefaultUsings,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            concurrentBuild: false, // threads of the pool, which a cell may hold, would be waited for
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

    /// <summary>A cell's source, with what the kernel takes care of found.</summary>
    /// <exception cref="Directives.CommandException">A directive is not written as it must be, or names what is not there.</exception>
    public CellSource Read(string code, string path) => CellSource.Of(code, path, _folder, _resolver);

    /// <summary>The next cell, bound but not emitted: what completion and inspection ask questions of.</summary>
    public CSharpCompilation Bind(SyntaxTree tree, IReadOnlyList<PortableExecutableReference>? references = null)
    {
        int number = Interlocked.Increment(ref _compiled); // questions are asked while a cell compiles
        string name = _prefix + number;
        return CSharpCompilation.CreateScriptCompilation(
            name, tree, [.. Last is null ? FrameworkReferences.Shared.WithTypes : [], .. _resolver.OfPackages(), .. references ?? []],
            _options.WithScriptClassName($"Submission#{number}"), Last, typeof(object));
    }

    /// <summary>Compiles and loads a cell.</summary>
    /// <param name="source">The cell's source; its packages have been restored.</param>
    /// <param name="path">Its name in errors.</param>
    /// <param name="notice">Is told of what is not as the cell asks for it.</param>
    /// <param name="cancellationToken">Ends the compilation.</param>
    /// <returns>The cell, or what is wrong with it.</returns>
    public CompiledCell Compile(CellSource source, string path, Action<string> notice, CancellationToken cancellationToken)
    {
        var tree = Parse(source.Code, path, cancellationToken);
        var compilation = Bind(tree, source.References);
        MemoryStream assembly = new(), symbols = new();
        var (success, errors) = Emit(compilation, assembly, symbols, cancellationToken);
        if (InteractiveNames.AreMissing(errors))
        {
            var named = compilation.WithOptions(_options.WithScriptClassName(compilation.Options.ScriptClassName).WithUsings(DefaultUsings.Concat(InteractiveNames.Namespaces)));
            (assembly, symbols) = (new MemoryStream(), new MemoryStream());
            if (Emit(named, assembly, symbols, cancellationToken) is { Errors.Count: 0, Success: var emitted })
                (compilation, success, errors) = (named, emitted, []);
        }

        if (errors.Count > 0)
            return new CompiledCell(compilation, null, false, errors);

        LoadReferences(compilation, source.References, notice);
        if (!success)
            return new CompiledCell(compilation, _ => Task.FromResult<object>(null!), false, []); // usings and directives only: nothing to run
        assembly.Position = 0;
        symbols.Position = 0;
        var overloads = _overloads.In(compilation.SyntaxTrees);
        if (overloads.Count > 0)
            MakeInstancesKnown();
        if (_usesLibraries || overloads.Count > 0 || compilation.SyntaxTrees.Any(CheckpointWeaver.MayRunLongOrCallNativeCode))
            (assembly, symbols) = CheckpointWeaver.Weave(assembly, symbols, _metadata, compilation.SyntaxTrees, overloads);
        if (compilation.SyntaxTrees.Any(CellMetadata.MayBeAskedFor))
            _metadata.Add(compilation.AssemblyName!, assembly.ToArray());
        var loaded = LoadContext.LoadCell(compilation.AssemblyName!, assembly, symbols);
        var entry = compilation.GetEntryPoint(cancellationToken)!;
        var method = loaded.GetType(entry.ContainingType.MetadataName, throwOnError: true)!.GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        var start = method.CreateDelegate<Func<object?[], Task<object>>>();
        return new CompiledCell(compilation, _variables.AnyIn(method.DeclaringType!) ? StartWithValues(compilation, method.DeclaringType!) : start, HasResult(compilation), []);
    }

    /// <summary>Starts a compiled cell; the caller accepts it afterwards, however it ended.</summary>
    public Task<object> Start(CompiledCell cell)
    {
        if (_stateCount >= _states.Length)
            Array.Resize(ref _states, _states.Length * 2);
        return cell.Run!(_states);
    }

    /// <summary>Makes a cell that has run the one that the next cell continues.</summary>
    public void Accept(CompiledCell cell)
    {
        if (Continue(cell) is { } state)
            _variables.Take(state);
    }

    /// <summary>Makes a cell that has failed the one that the next cell continues: what it had set is there.</summary>
    /// <returns>Sentences about what is lost.</returns>
    public IReadOnlyList<string> AcceptFailed(CompiledCell cell) => Continue(cell) is { } state ? _variables.TakeFailed(state) : [];

    // The cell's instance; null if it was stopped before that existed, so that nothing of it is there to continue.
    private object? Continue(CompiledCell cell)
    {
        object? state = _stateCount < _states.Length ? _states[_stateCount] : null;
        if (state is not null)
            _stateCount++;
        else if (cell.Compilation.SyntaxTrees.Any(DeclaresOrRuns))
            return null;
        Last = cell.Compilation;
        _overloads.Take(cell.Compilation.SyntaxTrees);
        return state;
    }

    private void MakeInstancesKnown()
    {
        for (; _knownInstances < _stateCount; _knownInstances++)
            CellInstances.Add(_states[_knownInstances]!);
    }

    // What the compiler's own start does in one step, with the earlier values handed over between making and running the instance.
    private Func<object?[], Task<object>> StartWithValues(CSharpCompilation compilation, Type cell)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var make = cell.GetConstructors(Any).Single();
        var run = cell.GetMethod("<Initialize>", Any)!;
        return states =>
        {
            object state = make.Invoke(BindingFlags.DoNotWrapExceptions, null, [states], null);
            _variables.Hand(state, compilation.SyntaxTrees);
            return (Task<object>)run.Invoke(state, BindingFlags.DoNotWrapExceptions, null, null, null)!;
        };
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

    // The compiler itself fails on some of what a script cannot hold, once it makes code; what it says of the declarations comes before that.
    private static (bool Success, IReadOnlyList<Diagnostic> Errors) Emit(CSharpCompilation compilation, Stream assembly, Stream symbols, CancellationToken cancellationToken)
    {
        try
        {
            var result = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancellationToken);
            return (result.Success, Errors(result.Diagnostics));
        }
        catch (Exception exception) when (exception is not OperationCanceledException && Declared() is { Length: > 0 })
        {
            return (false, Declared());
        }

        Diagnostic[] Declared() => Errors(compilation.GetParseDiagnostics(cancellationToken)) is { Length: > 0 } written ? written : Errors(compilation.GetDeclarationDiagnostics(cancellationToken));

        static Diagnostic[] Errors(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Location.IsInSource)];
    }

    private void LoadReferences(CSharpCompilation compilation, IReadOnlyList<PortableExecutableReference> references, Action<string> notice)
    {
        NotebookLoadContext.Take(_packages.RuntimeAssemblies);
        NativeLibraries.Take(_packages.Packages, _packages.NativeFiles);
        _usesLibraries |= _packages.CompileAssemblies.Count > 0;
        foreach (string file in _packages.CompileAssemblies)
            _metadata.Add(file);
        foreach (var reference in compilation.DirectiveReferences.Concat(references).OfType<PortableExecutableReference>())
        {
            if (reference.FilePath is not { } path)
                continue;
            _usesLibraries = true;
            _metadata.Add(path);
            if (!_packages.CompileAssemblies.Contains(path))
                LoadContext.Reference(path, notice);
        }
    }
}
