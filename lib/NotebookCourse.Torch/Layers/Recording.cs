using TorchSharp;

namespace NotebookCourse.Layers;

/// <summary>Keeps copies of a model's intermediate results by name. Pass <see cref="Probe"/> to a model's call, then look.</summary>
/// <param name="wanted">Which names to keep; null keeps all.</param>
public sealed class Recording(Func<string, bool>? wanted = null) : IDisposable
{
    private readonly Dictionary<string, torch.Tensor> _values = [];

    /// <summary>What to pass to the model.</summary>
    public Probe Probe => Keep;

    /// <summary>The names recorded, in the order in which the model came to them.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The value recorded under a name; it stays owned by the recording.</summary>
    /// <param name="name">A name out of <see cref="Names"/>.</param>
    /// <exception cref="KeyNotFoundException">Nothing was recorded under that name; the message lists what was.</exception>
    public torch.Tensor this[string name]
        => _values.TryGetValue(name, out torch.Tensor? value)
            ? value
            : throw new KeyNotFoundException($"Nothing was recorded as '{name}'. Recorded: {string.Join(", ", _values.Keys)}.");

    /// <summary>Frees the copies.</summary>
    public void Dispose()
    {
        foreach (torch.Tensor value in _values.Values)
            value.Dispose();
        _values.Clear();
    }

    private torch.Tensor Keep(string name, torch.Tensor value)
    {
        if (wanted is not null && !wanted(name))
            return value;
        using var scope = torch.NewDisposeScope();
        if (_values.Remove(name, out torch.Tensor? before))
            before.Dispose();
        _values[name] = value.detach().clone().DetachFromDisposeScope();
        return value;
    }
}
