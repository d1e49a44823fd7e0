using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using NotebookCourse.Kernel.Displays;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Puts a call to <see cref="Checkpoint"/> before every jump backwards and at the start of every lambda, every method
/// used as one, every virtual method (<c>ToString</c>, <c>CompareTo</c>) and every recursive method of a compiled cell, so that neither its
/// own loops nor a library's loops that call it back can run for ever, and no recursion, through a library or not, uses up the stack; and a note for <see cref="RunningCall"/> before every call into a library. The source is compiled as it was written: positions in errors, and what the compiler says, do not change.
/// </summary>
internal static class CheckpointWeaver
{
    /// <summary>Whether a source can run for long by itself (it loops, jumps, calls itself or hands code to others, or declares types, which others call), declares native functions, or may clear the console.</summary>
    public static bool MayRunLongOrCallNativeCode(SyntaxTree tree)
    {
        var nodes = tree.GetRoot().DescendantNodes().ToList();
        if (nodes.Any(node => (node is MemberDeclarationSyntax member && member.Modifiers.Any(SyntaxKind.ExternKeyword)) || node is TypeDeclarationSyntax or IdentifierNameSyntax { Identifier.Text: "dynamic" or nameof(Console.Clear) } or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or GotoStatementSyntax or AnonymousFunctionExpressionSyntax))
            return true;
        var names = nodes.Select(Declared).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return nodes.OfType<SimpleNameSyntax>().Any(name => names.Contains(name.Identifier.Text)
            && (name.Parent is not InvocationExpressionSyntax || name.Ancestors().Any(ancestor => Declared(ancestor) is not null)));
    }

    /// <summary>Rewrites an assembly and its portable symbols.</summary>
    /// <param name="assembly">As the compiler emitted it.</param>
    /// <param name="symbols">Its portable PDB.</param>
    /// <param name="metadata">Finds what it refers to.</param>
    /// <param name="trees">Its sources.</param>
    /// <param name="overloads">The functions in it that several cells declare.</param>
    /// <returns>Both, with checkpoints, at their beginning.</returns>
    public static (MemoryStream Assembly, MemoryStream Symbols) Weave(Stream assembly, Stream symbols, CellMetadata metadata, IEnumerable<SyntaxTree> trees, IReadOnlySet<string> overloads)
    {
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { AssemblyResolver = metadata, ReadSymbols = true, SymbolStream = symbols, SymbolReaderProvider = new PortablePdbReaderProvider() });
        MethodReference Call(string name) => module.ImportReference(typeof(Checkpoint).GetMethod(name));
        var at = module.ImportReference(typeof(RunningCall).GetMethod(nameof(RunningCall.At)));
        var libraryCalls = new LibraryCalls(trees);
        MethodReference pass = Call(nameof(Checkpoint.Pass)), counted = Call(nameof(Checkpoint.PassCounted)), enter = Call(nameof(Checkpoint.Enter));
        MethodDefinition[] methods = [.. module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)];
        Overloads.Mend(module, methods, overloads);
        var recursive = Recursion.Among(methods);
        var handedOut = methods.SelectMany(method => method.Body.Instructions).Where(instruction => instruction.OpCode.Code is Code.Ldftn or Code.Ldvirtftn)
            .Select(Recursion.Named).OfType<MethodDefinition>().ToHashSet();
        foreach (var method in methods)
        {
            var calls = libraryCalls.In(method);
            Weave(method, recursive.Contains(method) || handedOut.Contains(method) || method.IsVirtual || IsDynamic(method) ? enter : null, pass, counted);
            Note(method, calls, at);
        }

        ClearHere(module, methods);

        MemoryStream wovenAssembly = new(), wovenSymbols = new();
        module.Write(wovenAssembly, new WriterParameters { WriteSymbols = true, SymbolStream = wovenSymbols, SymbolWriterProvider = new PortablePdbWriterProvider() });
        wovenAssembly.Position = 0;
        wovenSymbols.Position = 0;
        return (wovenAssembly, wovenSymbols);
    }

    private static void Weave(MethodDefinition method, MethodReference? atStart, MethodReference pass, MethodReference counted)
    {
        var instructions = method.Body.Instructions;
        Instruction[] jumps = [.. instructions.Where(JumpsBack)];
        if (jumps.Length == 0 && atStart is null)
            return;

        method.Body.SimplifyMacros(); // short jumps may become long
        var code = method.Body.GetILProcessor();
        var calls = jumps.Select(jump => (jump, CountedLoop.Closes(jump) ? counted : pass)).ToArray();
        foreach (var (jump, call) in calls)
        {
            code.InsertAfter(jump, Moved(jump, OpCodes.Call, call));
        }

        if (atStart is not null)
            code.InsertBefore(instructions[0], Instruction.Create(OpCodes.Call, atStart));
        method.Body.OptimizeMacros();
    }

    private static void Note(MethodDefinition method, List<(Instruction Call, int Place)> calls, MethodReference at)
    {
        if (calls.Count == 0)
            return;
        method.Body.SimplifyMacros();
        var code = method.Body.GetILProcessor();
        foreach (var (call, place) in calls)
        {
            var moved = Moved(call, OpCodes.Ldc_I4, place);
            code.InsertAfter(call, moved);
            code.InsertAfter(call, Instruction.Create(OpCodes.Call, at));
        }

        method.Body.OptimizeMacros();
    }

    // There is no terminal to clear: Console.Clear() clears the cell's output.
    private static void ClearHere(ModuleDefinition module, MethodDefinition[] methods)
    {
        var clear = module.ImportReference(typeof(CellConsole).GetMethod(nameof(CellConsole.Clear)));
        foreach (var call in methods.SelectMany(method => method.Body.Instructions).Where(instruction => instruction.Operand is MethodReference { Name: nameof(Console.Clear), DeclaringType.FullName: "System.Console" }))
            call.Operand = clear;
    }

    // The old instruction becomes another, so that whatever led to it (a jump, the border of a try block, a place in
    // the source) leads through the new one; what it was comes after.
    private static Instruction Moved(Instruction instruction, OpCode becomes, object operand)
    {
        var moved = Instruction.Create(OpCodes.Nop);
        (moved.OpCode, moved.Operand) = (instruction.OpCode, instruction.Operand);
        (instruction.OpCode, instruction.Operand) = (becomes, operand);
        return moved;
    }

    /// <summary>Whom a call of a dynamic value reaches is known only when it runs; it may be the method itself.</summary>
    private static bool IsDynamic(MethodDefinition method) => method.Body.Instructions.Any(instruction => instruction.Operand is FieldReference { FieldType: GenericInstanceType { Name: "CallSite`1" } });

    private static bool JumpsBack(Instruction instruction) => instruction.Operand switch
    {
        Instruction target => target.Offset <= instruction.Offset,
        Instruction[] targets => targets.Any(target => target.Offset <= instruction.Offset),
        _ => false,
    };

    // The name of what may call itself by name.
    private static string? Declared(SyntaxNode node) => node switch
    {
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        _ => null,
    };
}
