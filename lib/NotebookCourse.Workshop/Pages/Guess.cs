namespace NotebookCourse.Workshop.Pages;

/// <summary>A prediction that a lesson asks for.</summary>
/// <param name="Id">Its id in the learner's progress.</param>
/// <param name="Kind">What is guessed.</param>
internal sealed record Guess(string Id, GuessKind Kind)
{
    /// <summary>Begins the ids of the guesses that lesson 00 asks and later lessons measure.</summary>
    public const string StartPrefix = "start-";

    /// <summary>The least number that makes sense, where the lesson says one.</summary>
    public double? From { get; init; }

    /// <summary>The greatest number that makes sense, where the lesson says one.</summary>
    public double? To { get; init; }

    /// <summary>The words to choose from; empty where any word may be written, and for other kinds.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether it is one of those that lesson 00 begins with.</summary>
    public bool IsStart => Id.StartsWith(StartPrefix, StringComparison.Ordinal);
}

/// <summary>What a learner guesses.</summary>
internal enum GuessKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A yes or a no.</summary>
    Truth,

    /// <summary>A word.</summary>
    Word,
}

/// <summary>A cell that asks for guesses.</summary>
/// <param name="Page">Its place in the pages, such as <c>00-start-here.html#c28</c>.</param>
/// <param name="Question">The Markdown of what is asked before it.</param>
/// <param name="Guesses">What it asks for, in order.</param>
internal sealed record GuessCell(string Page, string Question, IReadOnlyList<Guess> Guesses);

/// <summary>Where a lesson measures what was guessed.</summary>
/// <param name="Page">The cell's place in the pages.</param>
/// <param name="Number">The lesson's number as people write it.</param>
/// <param name="Measured">What its saved output says came out; null if no output is saved.</param>
internal sealed record GuessMeasurement(string Page, string Number, string? Measured);
