namespace NotebookCourse.Workshop.Notebooks;

/// <summary>An author's check as a cell that leaves nothing behind: what it declares stays in its own braces.</summary>
internal static class VerifyCode
{
    /// <summary>The code, with <c>Verify(condition)</c> at hand, which throws and says what does not hold.</summary>
    public static string Wrap(string code) => $$"""
        {
            static void Verify(bool holds, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(holds))] string what = "")
            {
                if (!holds) throw new System.InvalidOperationException($"this does not hold: {what}");
            }
        {{code}}
        }
        """;
}
