using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Recognises the innermost loops that end by themselves: a local counts up or down by a constant and nothing else
/// writes it, or a list is gone through; and the body calls nothing but arithmetic and element access.
/// </summary>
/// <remarks>
/// A checkpoint that may come back would cost much more than one read there: with such a call in the loop, the compiler
/// keeps no sum in a register (measured: six times slower for a dot product). Other loops call something anyway.
/// </remarks>
internal static class CountedLoop
{
    private const string ListEnumerator = "System.Collections.Generic.List`1/Enumerator";
    private const int Depth = 2; // of functions that call functions

    private static readonly HashSet<string> QuickTypes =
    [
        "System.Math", "System.MathF", "System.String", "System.Span`1", "System.ReadOnlySpan`1", "System.Half", "System.Single", "System.Double",
        "System.Byte", "System.SByte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32", "System.Int64", "System.UInt64", "System.Char", "System.Boolean",
        "System.BitConverter", "System.Collections.Generic.List`1", ListEnumerator,
    ];

    /// <summary>Whether a jump backwards closes such a loop.</summary>
    /// <param name="jump">The jump, in a body without short forms.</param>
    public static bool Closes(Instruction jump)
    {
        if (jump.OpCode.FlowControl != FlowControl.Cond_Branch || jump.Operand is not Instruction start)
            return false;

        List<Instruction> loop = [];
        for (var instruction = start; instruction != jump; instruction = instruction.Next)
        {
            if (instruction is null || !IsQuick(instruction, Depth))
                return false;
            loop.Add(instruction);
        }

        return EndsList(jump) || loop.Any(store => store.OpCode == OpCodes.Stloc && Counts(store) && IsTheOnlyWrite(loop, store) && IsAsked(store, jump));
    }

    private static bool IsQuick(Instruction instruction, int depth) => instruction.Operand switch
    {
        Instruction target => target.Offset > instruction.Offset,
        Instruction[] targets => targets.All(target => target.Offset > instruction.Offset),
        MethodDefinition function => depth > 0 && function is { HasBody: true, IsVirtual: false } && function.Body.Instructions.All(inner => IsQuick(inner, depth - 1)),
        MethodReference called => QuickTypes.Contains(called.DeclaringType.GetElementType().FullName)
            || (called.DeclaringType.Namespace is "System.Numerics" or "System.Runtime.Intrinsics" && called.DeclaringType.Name.StartsWith("Vector", StringComparison.Ordinal)),
        _ => true,
    };

    private static bool EndsList(Instruction jump) =>
        jump.Previous is { OpCode.Code: Code.Call, Operand: MethodReference { Name: "MoveNext" } next } && next.DeclaringType.GetElementType().FullName == ListEnumerator;

    // ldloc i, a constant (perhaps widened), add or sub, stloc i
    private static bool Counts(Instruction store)
    {
        var sum = store.Previous;
        if (sum?.OpCode.Code is not (Code.Add or Code.Sub))
            return false;
        var step = sum.Previous;
        if (step?.OpCode.Code is Code.Conv_I8)
            step = step.Previous;
        return step is { OpCode.Code: Code.Ldc_I4 or Code.Ldc_I8 } && step.Operand is not (0 or 0L)
            && step.Previous is { OpCode.Code: Code.Ldloc } load && load.Operand == store.Operand;
    }

    private static bool IsTheOnlyWrite(List<Instruction> loop, Instruction store) =>
        !loop.Any(other => other != store && other.Operand == store.Operand && other.OpCode.Code is (Code.Stloc or Code.Ldloca));

    private static bool IsAsked(Instruction store, Instruction jump)
    {
        for (var instruction = store.Next; instruction != jump; instruction = instruction.Next)
        {
            if (instruction.OpCode == OpCodes.Ldloc && instruction.Operand == store.Operand)
                return true;
        }

        return false;
    }
}
