namespace NotebookCourse.Claims;

/// <summary>Reads <c>data/claims/claims.json</c>.</summary>
internal static class ClaimsLedger
{
    /// <summary>The claims of a file, in its order.</summary>
    /// <exception cref="InvalidDataException">The file is not a list of claims with distinct numbers.</exception>
    public static IReadOnlyList<Claim> Read(string path)
    {
        List<Claim> claims = LedgerJson.Read<List<Claim>>(path);
        foreach (IGrouping<string, Claim> same in claims.GroupBy(claim => claim.Id, StringComparer.Ordinal))
        {
            if (same.Count() > 1)
                throw new InvalidDataException($"{path} has {same.Count()} claims numbered {same.Key}; expected one.");
        }

        return claims;
    }
}
