using NotebookCourse.Workshop.Lessons;

namespace NotebookCourse.Workshop.Pages;

/// <summary>A question about a lesson that the learner has worked through, and that is due again.</summary>
/// <param name="About">The lesson it asks about.</param>
/// <param name="Recall">The question and its answer, as a later lesson opens with it.</param>
internal sealed record DueRecall(PageLesson About, RecallPart Recall)
{
    /// <summary>No more than this many are shown at once.</summary>
    public const int Most = 5;

    /// <summary>
    /// What is due: a lesson counts from the day its last exercise was passed, and comes back a day later, two days later, four,
    /// eight and so on, each time until half of the way to the next; each time with another of its questions.
    /// </summary>
    /// <param name="lessons">All lessons; those that open with a question about an earlier one hold it.</param>
    /// <param name="passed">When each exercise was first passed, by its name.</param>
    /// <param name="now">The time now.</param>
    public static IReadOnlyList<DueRecall> Of(IReadOnlyList<PageLesson> lessons, IReadOnlyDictionary<string, DateTimeOffset> passed, DateTimeOffset now) =>
    [
        .. (from lesson in lessons
            let times = lesson.Exercises.Where(passed.ContainsKey).Select(exercise => passed[exercise]).ToArray()
            where times.Length > 0
            let round = Round((now - times.Max()).TotalDays)
            where round is not null
            let questions = lessons.SelectMany(other => other.Recalls).Where(recall => $"{recall.Lesson:00}" == lesson.Number).ToArray()
            where questions.Length > 0
            select new DueRecall(lesson, questions[round.Value % questions.Length])).Take(Most),
    ];

    /// <summary>The how manieth time a lesson is due after so many days, from 0; null if it is not.</summary>
    internal static int? Round(double days)
    {
        if (!(days >= 1))
            return null;
        int round = (int)Math.Floor(Math.Log2(days));
        return days < 1.5 * Math.Pow(2, round) ? round : null;
    }
}
