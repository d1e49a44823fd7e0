using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>Finds the methods of a cell that can come back to themselves through calls within the cell.</summary>
internal static class Recursion
{
    /// <summary>Those of the methods that lie on a circle of calls.</summary>
    public static HashSet<MethodDefinition> Among(IReadOnlyCollection<MethodDefinition> methods)
    {
        var calls = methods.ToDictionary(method => method, method => Called(method).Where(called => called.HasBody).ToHashSet());
        return [.. methods.Where(method => Reaches(calls, method))];
    }

    private static bool Reaches(Dictionary<MethodDefinition, HashSet<MethodDefinition>> calls, MethodDefinition start)
    {
        HashSet<MethodDefinition> seen = [];
        var open = new Stack<MethodDefinition>(calls[start]);
        while (open.TryPop(out var method))
        {
            if (method == start)
                return true;
            if (seen.Add(method) && calls.TryGetValue(method, out var next))
            {
                foreach (var called in next)
                    open.Push(called);
            }
        }

        return false;
    }

    /// <summary>The method of the cell that an instruction names; null if it names none.</summary>
    public static MethodDefinition? Named(Instruction instruction) =>
        instruction.Operand is MethodReference named && named.DeclaringType.GetElementType() is TypeDefinition ? named.Resolve() : null;

    private static IEnumerable<MethodDefinition> Called(MethodDefinition method) => method.Body.Instructions.Select(Named).OfType<MethodDefinition>();
}
