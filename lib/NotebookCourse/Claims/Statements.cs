namespace NotebookCourse.Claims;

/// <summary>
/// The article's numbers as data (<c>data/claims/statements.json</c>): which claim says how much of what. What it says twice can then
/// be compared with itself by a query.
/// </summary>
public static class Statements
{
    private static readonly Lazy<Content> File = new(() => Read(CourseData.Path("claims", "statements.json"), Claims.All));

    /// <summary>Every statement, in the article's order within a quantity.</summary>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IReadOnlyList<Statement> All => File.Value.Statements;

    /// <summary>Every quantity that a statement is about.</summary>
    /// <inheritdoc cref="All" path="/exception"/>
    public static IReadOnlyList<Subject> Subjects => File.Value.Subjects;

    /// <summary>One quantity by its id.</summary>
    /// <param name="id">Its <see cref="Subject.Id"/>.</param>
    /// <exception cref="ArgumentException">There is none of that id; the message lists those there are.</exception>
    public static Subject Find(string id) => Subjects.FirstOrDefault(subject => subject.Id == id)
        ?? throw new ArgumentException($"There is no quantity '{id}'; there are: {string.Join(", ", Subjects.Select(subject => subject.Id))}.", nameof(id));

    /// <summary>Every pair of statements about one quantity whose intervals have no number in common.</summary>
    public static IReadOnlyList<Contradiction> Contradictions() =>
    [
        .. from subject in Subjects
           let said = All.Where(statement => statement.Subject == subject.Id).ToList()
           from first in Enumerable.Range(0, said.Count)
           from second in Enumerable.Range(first + 1, said.Count - first - 1)
           where said[first].High < said[second].Low || said[second].High < said[first].Low
           select new Contradiction(subject, said[first], said[second]),
    ];

    /// <summary>Reads a file of quantities and statements.</summary>
    /// <exception cref="InvalidDataException">It is none, or a statement names a claim or a quantity that does not exist.</exception>
    internal static Content Read(string path, IReadOnlyList<Claim> claims)
    {
        Content content = LedgerJson.Read<Content>(path);
        HashSet<string> ids = [.. claims.Select(claim => claim.Id)];
        foreach (IGrouping<string, Subject> same in content.Subjects.GroupBy(subject => subject.Id, StringComparer.Ordinal).Where(same => same.Count() > 1))
            throw new InvalidDataException($"{path} has {same.Count()} quantities '{same.Key}'; expected one.");
        foreach (Subject subject in content.Subjects)
            Require(path, $"the quantity '{subject.Id}'", subject.From, subject.To, subject.IsKnown == (subject.From is not null && subject.To is not null), "both ends and a source, or none of the three");
        foreach (Statement statement in content.Statements)
        {
            string name = $"the statement of {string.Join(" + ", statement.Claims)} about '{statement.Subject}'";
            bool known = statement.Claims.Count > 0 && statement.Claims.All(ids.Contains) && content.Subjects.Any(subject => subject.Id == statement.Subject);
            Require(path, name, statement.From, statement.To, known && (statement.From is not null || statement.To is not null), "claims of the ledger, a quantity of this file, and an end of the interval");
        }

        return content;
    }

    private static void Require(string path, string what, double? from, double? to, bool isWhole, string expected)
    {
        if (!isWhole)
            throw new InvalidDataException($"{path}: {what} is not whole; expected {expected}.");
        if (from > to)
            throw new InvalidDataException($"{path}: {what} goes from {from} to {to}; expected the lesser first.");
    }

    /// <summary>What the file holds.</summary>
    internal sealed record Content(IReadOnlyList<Subject> Subjects, IReadOnlyList<Statement> Statements);
}
