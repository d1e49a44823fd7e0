using NotebookCourse.Display;

namespace NotebookCourse.Claims;

/// <summary>
/// What must be measured for the recorded verdict to stand: a number in a range, or an answer to a yes-or-no question.
/// </summary>
/// <param name="Quantity">What is measured, with its unit.</param>
/// <param name="Min">The smallest number that supports the verdict; null if there is no lower end.</param>
/// <param name="Max">The largest number that supports the verdict; null if there is no upper end.</param>
/// <param name="Holds">The answer that supports the verdict, if <paramref name="Quantity"/> is a question; else null.</param>
public sealed record Expectation(LocalizedText Quantity, double? Min = null, double? Max = null, bool? Holds = null)
{
    /// <summary>Whether a measured number supports the verdict; both ends of the range do.</summary>
    public bool Supports(double measured) =>
        Holds is null && !double.IsNaN(measured) && (Min is null || measured >= Min) && (Max is null || measured <= Max);

    /// <summary>Whether a measured answer supports the verdict.</summary>
    public bool Supports(bool measured) => Holds == measured;

    /// <summary>What supports the verdict, in the notebook's language.</summary>
    public override string ToString() => (Holds, Min, Max) switch
    {
        ({ } holds, _, _) => $"{Quantity}{Colon}{(holds ? Language.Pick("yes", "是") : Language.Pick("no", "否"))}",
        (_, { } min, { } max) when min == max => $"{Quantity}{Colon}{ShortNumber.Of(min)}",
        (_, { } min, { } max) => Language.Pick($"{Quantity}: from {ShortNumber.Of(min)} to {ShortNumber.Of(max)}", $"{Quantity}：{ShortNumber.Of(min)} 到 {ShortNumber.Of(max)}"),
        (_, { } min, null) => Language.Pick($"{Quantity}: at least {ShortNumber.Of(min)}", $"{Quantity}：至少 {ShortNumber.Of(min)}"),
        (_, null, { } max) => Language.Pick($"{Quantity}: at most {ShortNumber.Of(max)}", $"{Quantity}：至多 {ShortNumber.Of(max)}"),
        _ => Quantity.ToString(),
    };

    private static string Colon => Language.Pick(": ", "：");
}
