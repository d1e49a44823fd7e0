using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace NotebookCourse.Exercises;

/// <summary>
/// The steps of one exercise's check. Each step runs a lambda that uses the learner's code; the lambda's source is
/// what the learner sees as "tried". After the first step that is not met the others are skipped.
/// </summary>
public sealed partial class ExerciseCheck
{
    private const int LongestSource = 200; // letters of a lambda's source that are shown

    private Failure? _failure;
    private bool _notYet;

    /// <summary>How many steps were added, the skipped ones included.</summary>
    internal int StepCount { get; private set; }

    /// <summary>The attempt gives the expected value.</summary>
    /// <param name="attempt">Uses the learner's code.</param>
    /// <param name="expected">A number, text, sequence (also nested), tuple or tensor; a tensor's shape must agree too.</param>
    /// <param name="hint">The id of the question to show otherwise.</param>
    /// <param name="within">
    /// Relative tolerance of floating-point numbers, >= 0. In a sequence or tensor it is relative to the largest expected
    /// magnitude; where that is 0 it is absolute.
    /// </param>
    /// <param name="tried">The lambda's source; the compiler fills it in.</param>
    /// <returns>This check, for the next step.</returns>
    public ExerciseCheck Equal<T>(
        Func<T> attempt, T expected, string hint, double within = 1e-9,
        [CallerArgumentExpression(nameof(attempt))] string tried = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(within);
        return Step(attempt, value => Comparison.AreEqual(value, expected, within), () => Comparison.Show(expected), hint, tried);
    }

    /// <summary>The attempt gives a number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    /// <param name="attempt">Uses the learner's code.</param>
    /// <param name="low">The smallest accepted number.</param>
    /// <param name="high">The largest accepted number.</param>
    /// <param name="hint">The id of the question to show otherwise.</param>
    /// <param name="tried">The lambda's source; the compiler fills it in.</param>
    /// <returns>This check, for the next step.</returns>
    public ExerciseCheck Between(
        Func<double?> attempt, double low, double high, string hint,
        [CallerArgumentExpression(nameof(attempt))] string tried = "") =>
        Step(
            attempt,
            value => value >= low && value <= high,
            () => Language.Pick($"from {Comparison.Show(low)} to {Comparison.Show(high)}", $"{Comparison.Show(low)} 到 {Comparison.Show(high)} 之间"),
            hint,
            tried);

    /// <summary>The attempt gives <see langword="true"/>.</summary>
    /// <param name="attempt">A statement about the learner's code.</param>
    /// <param name="hint">The id of the question to show otherwise.</param>
    /// <param name="tried">The lambda's source; the compiler fills it in.</param>
    /// <returns>This check, for the next step.</returns>
    public ExerciseCheck True(
        Func<bool> attempt, string hint, [CallerArgumentExpression(nameof(attempt))] string tried = "") =>
        Step(attempt, value => value, () => Comparison.Show(true), hint, tried);

    /// <summary>The attempt throws an exception of type <typeparamref name="TException"/>.</summary>
    /// <param name="attempt">Uses the learner's code with something it should refuse.</param>
    /// <param name="hint">The id of the question to show otherwise.</param>
    /// <param name="tried">The lambda's source; the compiler fills it in.</param>
    /// <returns>This check, for the next step.</returns>
    public ExerciseCheck Throws<TException>(
        Func<object?> attempt, string hint, [CallerArgumentExpression(nameof(attempt))] string tried = "")
        where TException : Exception
    {
        StepCount++;
        if (_notYet || _failure is not null)
            return this;

        string expected = Language.Pick($"a {typeof(TException).Name}", $"抛出 {typeof(TException).Name}");
        try
        {
            _failure = new Failure(Source(tried), Comparison.Show(attempt()), expected, hint);
        }
        catch (Exception exception) when (IsNotYet(exception))
        {
            _notYet = true;
        }
        catch (TException)
        {
            // as it should be
        }
        catch (Exception exception)
        {
            _failure = new Failure(Source(tried), Thrown(exception), expected, hint);
        }

        return this;
    }

    /// <summary>What the steps so far amount to.</summary>
    internal ExerciseReport Report(string name)
    {
        if (_notYet)
            return new ExerciseReport(name, ExerciseStatus.NotYet);
        if (_failure is null)
            return new ExerciseReport(name, ExerciseStatus.Passed) { StepCount = StepCount };

        return new ExerciseReport(name, ExerciseStatus.Wrong)
        {
            Tried = _failure.Tried,
            CameOut = _failure.CameOut,
            Expected = _failure.Expected,
            HintId = _failure.Hint,
            Hint = ExerciseWords.Hint(name, _failure.Hint),
        };
    }

    private ExerciseCheck Step<T>(Func<T> attempt, Func<T, bool> isMet, Func<string> expected, string hint, string tried)
    {
        StepCount++;
        if (_notYet || _failure is not null)
            return this;

        try
        {
            T value = attempt();
            if (value is null && StepCount == 1)
                _notYet = true;
            else if (value is null || !isMet(value))
                _failure = new Failure(Source(tried), Comparison.Show(value), expected(), hint);
        }
        catch (Exception exception) when (IsNotYet(exception))
        {
            _notYet = true;
        }
        catch (Exception exception)
        {
            _failure = new Failure(Source(tried), Thrown(exception), expected(), hint);
        }

        return this;
    }

    private static bool IsNotYet(Exception? exception) => exception switch
    {
        null => false,
        NotYet => true,
        AggregateException several => several.InnerExceptions.Any(IsNotYet),
        _ => IsNotYet(exception.InnerException),
    };

    private static string Thrown(Exception exception)
    {
        string said = exception.Message.Split("\nException raised from ")[0]; // what follows are libtorch's own C++ frames
        return Language.Pick($"{exception.GetType().Name}: {said}", $"抛出 {exception.GetType().Name}：{said}");
    }

    private static string Source(string lambda)
    {
        string body = Arrow().Replace(Blanks().Replace(lambda.Trim(), " "), "");
        return body.Length <= LongestSource ? body : body[..LongestSource] + " …";
    }

    [GeneratedRegex(@"^\(\s*\) => ")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    private sealed record Failure(string Tried, string CameOut, string Expected, string Hint);
}
