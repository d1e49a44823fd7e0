using NotebookCourse.Claims;

namespace NotebookCourse.Tests.Claims;

public sealed class StatementsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("experts-at-work", "C06", "C82")] // six and eight
    [InlineData("experts-at-work", "C24", "C82")] // all 256 and eight
    [InlineData("training-tokens", "C18", "C32")]
    [InlineData("active-parameters", "C05", "C51")]
    [InlineData("layer-of-words", "C11", "C27")]
    [InlineData("total-probability", "C41", "C52")] // an open interval against a number
    [InlineData("smallest-number", "C65", "C74")]
    public void The_article_contradicts_itself(string subject, string one, string other) =>
        Assert.Contains(Statements.Contradictions(), clash => clash.Subject.Id == subject && clash.One.Claims[0] == one && clash.Other.Claims[0] == other);

    [Theory]
    [InlineData("heads")] // 16 twice
    [InlineData("vocabulary")]
    [InlineData("layers")]
    [InlineData("layer-of-meaning")] // 30 lies in 16 to 30
    [InlineData("layer-of-characters")]
    public void What_can_both_be_right_is_no_contradiction(string subject)
    {
        Assert.True(Statements.All.Count(statement => statement.Subject == subject) > 1);
        Assert.DoesNotContain(Statements.Contradictions(), clash => clash.Subject.Id == subject);
    }

    [Fact]
    public void Each_pair_comes_once() =>
        Assert.Equal(Statements.Contradictions().Count, Statements.Contradictions().Select(clash => (clash.Subject.Id, string.Join('-', new[] { clash.One.ToString(), clash.Other.ToString() }.Order()))).Distinct().Count());

    [Fact]
    public void A_stated_number_that_is_far_off_is_never_called_right()
    {
        foreach (Statement statement in Statements.All.Where(statement => statement.IsStated && Statements.Find(statement.Subject).IsKnown))
        {
            Subject truth = Statements.Find(statement.Subject);
            bool isNear = statement.High >= truth.From * 0.99 && statement.Low <= truth.To * 1.01;
            Assert.True(isNear || Claim(statement).Verdict != Verdict.Right, $"{statement} {Claim(statement).Verdict}");
        }

        static Claim Claim(Statement statement) => NotebookCourse.Claims.Claims.Find(statement.Claims[0]);
    }

    [Fact]
    public void Every_quantity_has_words_in_both_languages_and_a_statement() => Assert.All(Statements.Subjects, subject =>
    {
        Assert.All([subject.Name.En, subject.Name.Zh, subject.Unit.En, subject.Unit.Zh], text => Assert.False(string.IsNullOrWhiteSpace(text), subject.Id));
        Assert.Contains(Statements.All, statement => statement.Subject == subject.Id);
    });

    [Theory]
    [InlineData("""{ "claims": ["C96"], "subject": "a", "from": 1, "to": 1 }""", "not whole")]
    [InlineData("""{ "claims": [], "subject": "a", "from": 1, "to": 1 }""", "not whole")]
    [InlineData("""{ "claims": ["C01"], "subject": "b", "from": 1, "to": 1 }""", "not whole")]
    [InlineData("""{ "claims": ["C01"], "subject": "a" }""", "an end of the interval")]
    [InlineData("""{ "claims": ["C01"], "subject": "a", "from": 2, "to": 1 }""", "the lesser first")]
    [InlineData("""{ "claims": ["C01"], "subject": "a", "form": 2 }""", "cannot be read")]
    public void A_statement_that_makes_no_sense_is_refused(string statement, string said)
    {
        string path = Path.Combine(_folder.Path, "statements.json");
        File.WriteAllText(path, $$"""{ "subjects": [{ "id": "a", "name": { "en": "a", "zh": "甲" }, "unit": { "en": "u", "zh": "个" } }], "statements": [{{statement}}] }""");
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => Statements.Read(path, NotebookCourse.Claims.Claims.All)).Message);
    }

    [Theory]
    [InlineData(8.0, 8.0, "8")]
    [InlineData(16.0, 30.0, "16 to 30")]
    [InlineData(1.0000012333, null, "at least 1.0000012333")]
    [InlineData(null, 1e-8, "at most 1e-8")]
    public void An_interval_is_said_as_a_person_says_it(double? from, double? to, string said) =>
        Assert.Equal($"C01: {said}", new Statement(["C01"], "a", from, to).ToString());

    [Fact]
    public void An_unknown_quantity_is_named() =>
        Assert.Contains("training-tokens", Assert.Throws<ArgumentException>(() => Statements.Find("tokens")).Message);
}
