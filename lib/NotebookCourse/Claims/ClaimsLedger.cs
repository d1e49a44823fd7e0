using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotebookCourse.Claims;

/// <summary>Reads <c>data/claims/claims.json</c>.</summary>
internal static class ClaimsLedger
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<Verdict>(JsonNamingPolicy.CamelCase), new JsonStringEnumConverter<Quotation>(JsonNamingPolicy.CamelCase), new JsonStringEnumConverter<Evidence>(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The claims of a file, in its order.</summary>
    /// <exception cref="InvalidDataException">The file is not a list of claims with distinct numbers.</exception>
    public static IReadOnlyList<Claim> Read(string path)
    {
        List<Claim> claims;
        try
        {
            claims = JsonSerializer.Deserialize<List<Claim>>(File.ReadAllBytes(path), Format) ?? [];
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is not a list of claims: {exception.Message} Restore it (git checkout -- data/claims).", exception);
        }

        foreach (IGrouping<string, Claim> same in claims.GroupBy(claim => claim.Id, StringComparer.Ordinal))
        {
            if (same.Count() > 1)
                throw new InvalidDataException($"{path} has {same.Count()} claims numbered {same.Key}; expected one.");
        }

        return claims;
    }
}
