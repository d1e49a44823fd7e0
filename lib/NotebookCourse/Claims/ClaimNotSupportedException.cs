namespace NotebookCourse.Claims;

/// <summary>A measured value contradicts the verdict recorded for a claim: either the measurement or the ledger is wrong.</summary>
/// <param name="claim">The claim.</param>
/// <param name="measured">What was measured.</param>
public sealed class ClaimNotSupportedException(Claim claim, string measured) : Exception(Language.Pick(
    $"Claim {claim.Id} is recorded as '{claim.Verdict}'. The measured value {measured} does not support that; expected {claim.Expect}. Check the cell's arithmetic and units first, then the ledger.",
    $"论断 {claim.Id} 记录的结论是「{claim.Verdict}」，实测值 {measured} 不支持它；应为 {claim.Expect}。请先检查这一格的计算和单位，再检查台账。"))
{
    /// <summary>The claim.</summary>
    public Claim Claim { get; } = claim;
}
