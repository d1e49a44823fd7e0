using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookCourse.Kernel.Formatting;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// The variables of a session by name, each as the latest cell has declared it. A cell that declares one anew starts
/// from the value it had, so that a cell that fails before its own assignment loses nothing.
/// </summary>
internal sealed class EarlierValues
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly;
    private readonly Dictionary<string, (object State, FieldInfo Field)> _latest = new(StringComparer.Ordinal);
    private readonly HashSet<FieldInfo> _handed = []; // of the cell that has started: what is 0 or null there now, the cell has set to that

    /// <summary>Whether a cell declares a variable that there is already.</summary>
    public bool AnyIn(Type cell) => Variables(cell).Any(field => _latest.ContainsKey(field.Name));

    /// <summary>Gives the variables of a cell that is about to start the values that they had.</summary>
    /// <param name="state">The cell's instance.</param>
    /// <param name="trees">Its sources.</param>
    public void Hand(object state, IEnumerable<SyntaxTree> trees)
    {
        _handed.Clear();
        var bare = WithoutValue(trees);
        foreach (var field in Variables(state.GetType()).Where(field => !bare.Contains(field.Name)))
        {
            if (_latest.TryGetValue(field.Name, out var earlier) && earlier.Field.FieldType == field.FieldType)
            {
                field.SetValue(state, earlier.Field.GetValue(earlier.State));
                _handed.Add(field);
            }
        }
    }

    /// <summary>Takes the variables of a cell that has run.</summary>
    public void Take(object state)
    {
        foreach (var field in Variables(state.GetType()))
            _latest[field.Name] = (state, field);
    }

    /// <summary>Takes the variables of a cell that has failed.</summary>
    /// <returns>What is lost: variables of another type than before that the cell did not come to set.</returns>
    public IReadOnlyList<string> TakeFailed(object state)
    {
        List<string> lost = [];
        foreach (var field in Variables(state.GetType()))
        {
            if (_latest.TryGetValue(field.Name, out var earlier) && !_handed.Contains(field) && IsUnset(field, state))
            {
                if (earlier.Field.FieldType == field.FieldType)
                    field.SetValue(state, earlier.Field.GetValue(earlier.State)); // declared without a value
                else
                    lost.Add($"'{field.Name}' was {TypeName.Of(earlier.Field.FieldType)} and is {TypeName.Of(field.FieldType)} now, without a value: the cell failed before it had one. Run the cell that set it again to have it back.");
            }

            _latest[field.Name] = (state, field);
        }

        return lost;
    }

    private static bool IsUnset(FieldInfo field, object state) =>
        field.GetValue(state) is not { } value || (field.FieldType.IsValueType && value.Equals(System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(field.FieldType)));

    // The compiler's own fields have names that C# cannot write.
    private static IEnumerable<FieldInfo> Variables(Type cell) => cell.GetFields(Fields).Where(field => !field.Name.StartsWith('<') && !field.IsSpecialName && !field.IsInitOnly);

    private static HashSet<string> WithoutValue(IEnumerable<SyntaxTree> trees) =>
        trees.SelectMany(tree => tree.GetRoot().ChildNodes()).OfType<FieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables)
            .Where(variable => variable.Initializer is null).Select(variable => variable.Identifier.ValueText).ToHashSet(StringComparer.Ordinal);
}
