namespace NotebookCourse.Training;

/// <summary>
/// A number that remembers what it was computed from, and with which slopes; so that <see cref="Backward"/> can tell every
/// number that took part how much a result would change if it changed: reverse-mode automatic differentiation (Linnainmaa 1970;
/// Rumelhart, Hinton and Williams 1986), one scalar at a time, to be read and walked through. Tensors do the same by the million.
/// </summary>
/// <param name="data">The number.</param>
/// <param name="causes">What it was computed from, each with the derivative of this number by it; none for a parameter or a constant.</param>
/// <example>
/// <code>
/// Value w = 3.0, x = 2.0;
/// Value loss = (w * x - 5).Pow(2);   // 1
/// loss.Backward();                   // w.Gradient is 2 (w x - 5) x = 4
/// </code>
/// </example>
public sealed class Value(double data, params (Value Cause, double Slope)[] causes)
{
    private static long _made;

    // Whatever is computed from a number is made after it, so the order of making is an order in which blame can flow back.
    private readonly long _order = Interlocked.Increment(ref _made);

    /// <summary>The number. Setting it moves a parameter; what was computed from it before keeps its old number.</summary>
    public double Data { get; set; } = data;

    /// <summary>How fast the result of the last <see cref="Backward"/> changes with this number. A parameter's adds up over several calls, until it is set to 0.</summary>
    public double Gradient { get; set; }

    /// <summary>What this number was computed from, each with the derivative of this number by it.</summary>
    public IReadOnlyList<(Value Cause, double Slope)> Causes => causes;

    /// <summary>A constant, or a parameter to be moved.</summary>
    /// <param name="data">The number.</param>
    public static implicit operator Value(double data) => new(data);

    /// <summary>The sum; both slopes are 1.</summary>
    public static Value operator +(Value a, Value b) => new(a.Data + b.Data, (a, 1), (b, 1));

    /// <summary>The difference.</summary>
    public static Value operator -(Value a, Value b) => new(a.Data - b.Data, (a, 1), (b, -1));

    /// <summary>The number with its sign changed.</summary>
    public static Value operator -(Value a) => new(-a.Data, (a, -1));

    /// <summary>The product; each factor's slope is the other factor.</summary>
    public static Value operator *(Value a, Value b) => new(a.Data * b.Data, (a, b.Data), (b, a.Data));

    /// <summary>The quotient.</summary>
    public static Value operator /(Value a, Value b) => new(a.Data / b.Data, (a, 1 / b.Data), (b, -a.Data / (b.Data * b.Data)));

    /// <summary>The sum of many, as one step; 0 for none.</summary>
    /// <param name="terms">The terms.</param>
    public static Value Sum(params IEnumerable<Value> terms)
    {
        (Value Cause, double Slope)[] causes = [.. terms.Select(term => (term, 1.0))];
        return new(causes.Sum(cause => cause.Cause.Data), causes);
    }

    /// <summary>
    /// log(sum exp z), the softmax's denominator: computed after taking the largest away, so that nothing overflows. The slope of each
    /// score is its softmax probability.
    /// </summary>
    /// <param name="scores">At least one.</param>
    /// <exception cref="ArgumentException">There are no scores.</exception>
    public static Value LogSumExp(params IReadOnlyList<Value> scores)
    {
        if (scores.Count == 0)
            throw new ArgumentException("There are no scores; expected at least one, such as the logit of each token.", nameof(scores));
        double largest = scores.Max(score => score.Data);
        double sum = scores.Sum(score => Math.Exp(score.Data - largest));
        return new(largest + Math.Log(sum), [.. scores.Select(score => (score, Math.Exp(score.Data - largest) / sum))]);
    }

    /// <summary>The cross-entropy -log softmax(logits)[target], in nats. The gradient of each logit is its probability, minus 1 for the target's.</summary>
    /// <param name="logits">One score for each outcome.</param>
    /// <param name="target">The outcome that was right. Range: 0 to the number of logits - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No logit has that number.</exception>
    public static Value CrossEntropy(IReadOnlyList<Value> logits, int target) => target >= 0 && target < logits.Count
        ? LogSumExp(logits) - logits[target]
        : throw new ArgumentOutOfRangeException(nameof(target), target, $"There are {logits.Count} logits; expected a target from 0 to {logits.Count - 1}.");

    /// <summary>e to this number.</summary>
    public Value Exp()
    {
        double result = Math.Exp(Data);
        return new(result, (this, result));
    }

    /// <summary>The natural logarithm; minus infinity at 0 and no number below, as <see cref="Math.Log(double)"/>.</summary>
    public Value Log() => new(Math.Log(Data), (this, 1 / Data));

    /// <summary>A fixed power of this number.</summary>
    /// <param name="exponent">The exponent, not itself differentiated.</param>
    public Value Pow(double exponent) => new(Math.Pow(Data, exponent), (this, exponent * Math.Pow(Data, exponent - 1)));

    /// <summary>The hyperbolic tangent.</summary>
    public Value Tanh()
    {
        double result = Math.Tanh(Data);
        return new(result, (this, 1 - result * result));
    }

    /// <summary>The number where it is above 0, else 0; the slope at 0 is 0, as in PyTorch.</summary>
    public Value Relu() => new(Math.Max(Data, 0), (this, Data > 0 ? 1 : 0));

    /// <summary>1 / (1 + e^-x).</summary>
    public Value Sigmoid()
    {
        double result = 1 / (1 + Math.Exp(-Data));
        return new(result, (this, result * (1 - result)));
    }

    /// <summary>
    /// Blames everything this number was computed from: walks back from the latest step to the earliest and hands each cause
    /// slope times the blame received. What reaches a number along several paths is added: that is the whole chain rule.
    /// </summary>
    public void Backward()
    {
        List<Value> involved = Involved();
        foreach (Value inner in involved.Where(value => value.Causes.Count > 0))
            inner.Gradient = 0;
        Gradient += 1;
        foreach (Value value in involved.OrderByDescending(value => value._order))
        {
            foreach ((Value cause, double slope) in value.Causes)
                cause.Gradient += slope * value.Gradient;
        }
    }

    /// <summary>The number and its gradient, for reading.</summary>
    public override string ToString() => $"{Data:g6} (gradient {Gradient:g6})";

    // Without recursion: a sum of a million terms is a chain a million long.
    private List<Value> Involved()
    {
        List<Value> found = [this];
        var seen = new HashSet<Value> { this };
        for (int i = 0; i < found.Count; i++)
            found.AddRange(found[i].Causes.Select(cause => cause.Cause).Where(seen.Add));
        return found;
    }
}
