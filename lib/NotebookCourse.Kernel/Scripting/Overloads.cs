using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// Functions of one name that several cells declare. The compiler calls all of them on the instance of one of these
/// cells (Roslyn 5.12), where those of the others find no variables, or anything. Here each gets its own cell's.
/// </summary>
internal sealed class Overloads
{
    private readonly Dictionary<string, int> _cells = new(StringComparer.Ordinal); // how many cells have declared a name

    /// <summary>Takes the functions that an accepted cell declares.</summary>
    public void Take(IEnumerable<SyntaxTree> trees)
    {
        foreach (string name in trees.SelectMany(Declared).Distinct(StringComparer.Ordinal))
            _cells[name] = _cells.GetValueOrDefault(name) + 1;
    }

    /// <summary>The names in a new cell of which the compiler may take another cell's instance for its own.</summary>
    public IReadOnlySet<string> In(IReadOnlyCollection<SyntaxTree> trees)
    {
        if (_cells.Count == 0)
            return new HashSet<string>();
        var own = trees.SelectMany(Declared).ToHashSet(StringComparer.Ordinal);
        return trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()).Select(name => name.Identifier.ValueText)
            .Where(name => _cells.GetValueOrDefault(name) + (own.Contains(name) ? 1 : 0) > 1).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Gives every call of such a function, and every delegate of one, the instance of the cell that declares it.</summary>
    public static void Mend(ModuleDefinition module, IEnumerable<MethodDefinition> methods, IReadOnlySet<string> names)
    {
        if (names.Count == 0)
            return;
        var instance = module.ImportReference(typeof(CellInstances).GetMethod(nameof(CellInstances.Of)));
        foreach (var method in methods)
        {
            Instruction[] uses = [.. method.Body.Instructions.Where(instruction => IsOfAnotherCell(instruction, names))];
            if (uses.Length == 0)
                continue;
            method.Body.SimplifyMacros();
            foreach (var use in uses)
                Mend(method.Body, use, instance);
            method.Body.OptimizeMacros();
        }
    }

    // Before the call: the arguments go to locals, the instance that lies below them is exchanged, and they come back.
    private static void Mend(MethodBody body, Instruction use, MethodReference instance)
    {
        var called = (MethodReference)use.Operand;
        VariableDefinition[] arguments = use.OpCode.Code == Code.Ldftn ? [] : [.. called.Parameters.Select(parameter => new VariableDefinition(Closed(parameter.ParameterType, called)))];
        foreach (var argument in arguments)
            body.Variables.Add(argument);
        var own = new GenericInstanceMethod(instance) { GenericArguments = { called.DeclaringType } };
        Instruction[] exchange =
        [
            .. arguments.Reverse().Select(argument => Instruction.Create(OpCodes.Stloc, argument)),
            Instruction.Create(OpCodes.Pop), Instruction.Create(OpCodes.Call, own),
            .. arguments.Select(argument => Instruction.Create(OpCodes.Ldloc, argument)),
        ];

        // What led to the call leads to the exchange.
        var last = Instruction.Create(use.OpCode, called);
        (use.OpCode, use.Operand) = (exchange[0].OpCode, exchange[0].Operand);
        var code = body.GetILProcessor();
        var place = use;
        foreach (var next in exchange[1..].Append(last))
        {
            code.InsertAfter(place, next);
            place = next;
        }
    }

    private static bool IsOfAnotherCell(Instruction instruction, IReadOnlySet<string> names) =>
        instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Ldftn && instruction.Operand is MethodReference { HasThis: true } called && names.Contains(called.Name)
        && called.DeclaringType is { IsNested: false, Scope: AssemblyNameReference { Name: var assembly } } && SubmissionChain.IsCell(assembly);

    // A parameter's type in a call, as a local variable can have it.
    private static TypeReference Closed(TypeReference type, MethodReference called) => type switch
    {
        IModifierType modified => Closed(modified.ElementType, called),
        GenericParameter { Type: GenericParameterType.Method } parameter => ((GenericInstanceMethod)called).GenericArguments[parameter.Position],
        ByReferenceType reference => new ByReferenceType(Closed(reference.ElementType, called)),
        PointerType pointer => new PointerType(Closed(pointer.ElementType, called)),
        ArrayType array => new ArrayType(Closed(array.ElementType, called), array.Rank),
        GenericInstanceType generic => Closed(generic, called),
        _ => type,
    };

    private static GenericInstanceType Closed(GenericInstanceType generic, MethodReference called)
    {
        var closed = new GenericInstanceType(generic.ElementType);
        foreach (var argument in generic.GenericArguments)
            closed.GenericArguments.Add(Closed(argument, called));
        return closed;
    }

    private static IEnumerable<string> Declared(SyntaxTree tree) => tree.GetCompilationUnitRoot().Members.Select(member => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function } => function.Identifier.ValueText,
        _ => null,
    }).OfType<string>();
}
