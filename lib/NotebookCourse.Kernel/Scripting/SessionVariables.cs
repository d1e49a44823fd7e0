using System.Reflection;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>Finds the variables that a session's cells have declared.</summary>
internal static class SessionVariables
{
    /// <summary>The variables that a new cell sees: of two of one name, the later.</summary>
    public static IReadOnlyList<SessionVariable> Of(IEnumerable<object> states)
    {
        var variables = new Dictionary<string, SessionVariable>(StringComparer.Ordinal);
        foreach (object state in states)
        {
            foreach (var field in state.GetType().GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                // The compiler's own fields have names that C# cannot write.
                if (!field.Name.StartsWith('<') && !field.IsSpecialName)
                    variables[field.Name] = new SessionVariable(field.Name, field.FieldType, field.GetValue(state));
            }
        }

        return [.. variables.Values.OrderBy(variable => variable.Name, StringComparer.Ordinal)];
    }
}
