using NotebookCourse.Display;
using NotebookCourse.Exercises;

namespace NotebookCourse.Claims;

/// <summary>
/// The ledger of the article's 95 claims. A cell settles a claim with a value it computed; the recorded verdict
/// stands only if that value supports it.
/// </summary>
public static class Claims
{
    private static readonly Lazy<IReadOnlyList<Claim>> Ledger = new(() => ClaimsLedger.Read(CourseData.Path("claims", "claims.json")));

    /// <summary>Every claim, in the article's order.</summary>
    /// <exception cref="FileNotFoundException">The ledger is not there.</exception>
    /// <exception cref="InvalidDataException">The ledger is damaged.</exception>
    public static IReadOnlyList<Claim> All => Ledger.Value;

    /// <summary>One claim by its number.</summary>
    /// <param name="id"><c>C01</c> to <c>C95</c>.</param>
    /// <exception cref="ArgumentException">There is no claim of that number.</exception>
    public static Claim Find(string id) =>
        All.FirstOrDefault(claim => claim.Id == id)
        ?? throw new ArgumentException($"There is no claim '{id}'; expected C01 to C{All.Count:00}.", nameof(id));

    /// <summary>Settles a claim whose test is a number.</summary>
    /// <param name="id"><c>C01</c> to <c>C95</c>.</param>
    /// <param name="measured">The computed value of the quantity that the ledger names, in its unit.</param>
    /// <returns>The verdict with the number, to be shown.</returns>
    /// <exception cref="ArgumentException">There is no such claim, or its test is not a number.</exception>
    /// <exception cref="ClaimNotSupportedException">The number does not support the recorded verdict.</exception>
    public static ClaimReport Settle(string id, double measured)
    {
        Claim claim = Find(id);
        if (claim.Expect is null || claim.Expect.Holds is not null)
            throw new ArgumentException($"Claim {id} is not settled by a number but by {Wanted(claim)}.", nameof(measured));

        return Settle(claim, ShortNumber.Of(measured), claim.Expect.Supports(measured));
    }

    /// <summary>Settles a claim whose test is a yes-or-no question.</summary>
    /// <param name="id"><c>C01</c> to <c>C95</c>.</param>
    /// <param name="measured">The computed answer to the question that the ledger names.</param>
    /// <returns>The verdict with the answer, to be shown.</returns>
    /// <exception cref="ArgumentException">There is no such claim, or its test is not a question.</exception>
    /// <exception cref="ClaimNotSupportedException">The answer does not support the recorded verdict.</exception>
    public static ClaimReport Settle(string id, bool measured)
    {
        Claim claim = Find(id);
        if (claim.Expect?.Holds is null)
            throw new ArgumentException($"Claim {id} is not settled by a yes or no but by {Wanted(claim)}.", nameof(measured));

        return Settle(claim, measured ? Language.Pick("yes", "是") : Language.Pick("no", "否"), claim.Expect.Supports(measured));
    }

    /// <summary>Settles a claim that no measurement can test.</summary>
    /// <param name="id"><c>C01</c> to <c>C95</c>.</param>
    /// <returns>The verdict with its reason, to be shown.</returns>
    /// <exception cref="ArgumentException">There is no such claim, or it can be tested and so must be.</exception>
    public static ClaimReport Settle(string id)
    {
        Claim claim = Find(id);
        if (claim.Expect is not null)
            throw new ArgumentException($"Claim {id} can be tested: pass measured: {Wanted(claim)}.", nameof(id));

        return Settle(claim, null, supported: true);
    }

    private static ClaimReport Settle(Claim claim, string? measured, bool supported)
    {
        if (!supported)
            throw new ClaimNotSupportedException(claim, measured ?? "");

        string? warning = Progress.Record(progress => progress.AddClaim(claim.Id, measured ?? ""));
        return new ClaimReport(claim, measured) { Warning = warning };
    }

    private static string Wanted(Claim claim) => claim.Expect switch
    {
        null => "nothing: no measurement can test it",
        { Holds: not null } question => $"the answer (true or false) to: {question.Quantity}",
        { } number => $"a number: {number.Quantity}",
    };
}
