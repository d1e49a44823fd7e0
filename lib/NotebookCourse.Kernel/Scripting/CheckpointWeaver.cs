using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Puts a call to <see cref="Checkpoint.Pass"/> before every jump backwards (but see <see cref="CountedLoop"/>) and at the start of every lambda of a
/// compiled cell, so that neither its own loops nor a library's loops that call it back can run for ever. The
/// source is compiled as it was written: positions in errors, and what the compiler says, do not change.
/// </summary>
/// <remarks>
/// The runtime's own way to stop a thread (<see cref="System.Runtime.ControlledExecution"/>) ends the process now
/// and then when the thread is in library code, so it is kept for code without checkpoints.
/// </remarks>
internal static class CheckpointWeaver
{
    /// <summary>Whether a source can run for long by itself: it loops, jumps or hands code to others.</summary>
    public static bool Needs(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().Any(node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax
            or GotoStatementSyntax or AnonymousFunctionExpressionSyntax);

    /// <summary>Rewrites an assembly and its portable symbols.</summary>
    /// <param name="assembly">As the compiler emitted it.</param>
    /// <param name="symbols">Its portable PDB.</param>
    /// <param name="metadata">Finds what it refers to.</param>
    /// <returns>Both, with checkpoints, at their beginning.</returns>
    public static (MemoryStream Assembly, MemoryStream Symbols) Weave(Stream assembly, Stream symbols, CellMetadata metadata)
    {
        using var module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { AssemblyResolver = metadata, ReadSymbols = true, SymbolStream = symbols, SymbolReaderProvider = new PortablePdbReaderProvider() });
        var pass = module.ImportReference(typeof(Checkpoint).GetMethod(nameof(Checkpoint.Pass)));
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
            Weave(method, pass);

        MemoryStream wovenAssembly = new(), wovenSymbols = new();
        module.Write(wovenAssembly, new WriterParameters { WriteSymbols = true, SymbolStream = wovenSymbols, SymbolWriterProvider = new PortablePdbWriterProvider() });
        wovenAssembly.Position = 0;
        wovenSymbols.Position = 0;
        return (wovenAssembly, wovenSymbols);
    }

    private static void Weave(MethodDefinition method, MethodReference pass)
    {
        var instructions = method.Body.Instructions;
        Instruction[] jumps = [.. instructions.Where(JumpsBack)];
        bool isLambda = method.Name.Contains(">b__", StringComparison.Ordinal);
        if (jumps.Length == 0 && !isLambda)
            return;

        method.Body.SimplifyMacros(); // short jumps may become long
        var code = method.Body.GetILProcessor();
        foreach (var jump in jumps.Where(jump => !CountedLoop.Closes(jump)).ToArray())
        {
            // The old instruction becomes the call, so that whatever led to the jump (another jump, the border of a
            // try block, a place in the source) leads through the checkpoint now.
            var moved = Instruction.Create(OpCodes.Nop);
            (moved.OpCode, moved.Operand) = (jump.OpCode, jump.Operand);
            (jump.OpCode, jump.Operand) = (OpCodes.Call, pass);
            code.InsertAfter(jump, moved);
        }

        if (isLambda)
            code.InsertBefore(instructions[0], Instruction.Create(OpCodes.Call, pass));
        method.Body.OptimizeMacros();
    }

    private static bool JumpsBack(Instruction instruction) => instruction.Operand switch
    {
        Instruction target => target.Offset <= instruction.Offset,
        Instruction[] targets => targets.Any(target => target.Offset <= instruction.Offset),
        _ => false,
    };
}
