using Microsoft.CodeAnalysis;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>The calls of a cell into libraries and native code, and what to say of each if the process ends in it.</summary>
/// <param name="trees">The cell's sources.</param>
internal sealed class LibraryCalls(IEnumerable<SyntaxTree> trees)
{
    private readonly Dictionary<string, SyntaxTree> _sources = trees.DistinctBy(tree => tree.FilePath).ToDictionary(tree => tree.FilePath, StringComparer.Ordinal);

    /// <summary>The calls of a method, each with its place in <see cref="RunningCall"/>'s file.</summary>
    public List<(Instruction Call, int Place)> In(MethodDefinition method)
    {
        List<(Instruction, int)> calls = [];
        if (!RunningCall.IsNoted)
            return calls;
        var points = method.DebugInformation.GetSequencePointMapping();
        SequencePoint? point = null;
        foreach (var instruction in method.Body.Instructions)
        {
            if (points.TryGetValue(instruction, out var next) && !next.IsHidden)
                point = next;
            if (point is not null && instruction.Operand is MethodReference called && instruction.OpCode.FlowControl == FlowControl.Call && IsOfALibrary(called)
                && RunningCall.Place($"{point.Document.Url}, line {point.StartLine}, in the call of {called.DeclaringType.Name}.{called.Name}: {Line(point)}") is > 0 and int place)
                calls.Add((First(instruction), place));
        }

        return calls;
    }

    private static bool IsOfALibrary(MethodReference called) =>
        called.DeclaringType.GetElementType() is TypeDefinition
            ? called.Resolve() is { IsPInvokeImpl: true }
            : called.DeclaringType.Scope is AssemblyNameReference { Name: var name } && FrameworkReferences.Shared.Find(name) is null && !SubmissionChain.IsCell(name);

    // A call and what modifies it stay together.
    private static Instruction First(Instruction call)
    {
        while (call.Previous is { OpCode.OpCodeType: OpCodeType.Prefix } prefix)
            call = prefix;
        return call;
    }

    private string Line(SequencePoint point)
    {
        if (!_sources.TryGetValue(point.Document.Url, out var tree))
            return "";
        var lines = tree.GetText().Lines;
        return point.StartLine <= lines.Count ? lines[point.StartLine - 1].ToString().Trim() : "";
    }
}
