namespace NotebookCourse.Kernel.Language;

/// <summary>What is known of the name at the cursor.</summary>
/// <param name="Signature">As C# declares it.</param>
/// <param name="Summary">What its documentation says; empty if it has none.</param>
internal sealed record Inspection(string Signature, string Summary);
