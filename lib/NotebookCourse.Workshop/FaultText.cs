namespace NotebookCourse.Workshop;

/// <summary>What a verb says when the library refused what a person gave.</summary>
internal static class FaultText
{
    /// <summary>The fault's message without the name of a parameter, which only the library's authors know.</summary>
    /// <param name="fault">What was thrown.</param>
    public static string Of(Exception fault) =>
        fault is ArgumentException { ParamName: { } name } ? fault.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : fault.Message;
}
