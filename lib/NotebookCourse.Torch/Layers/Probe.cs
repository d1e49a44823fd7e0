using TorchSharp;

namespace NotebookCourse.Layers;

/// <summary>
/// Looks into a running model, and may reach in: called with the name and value of every intermediate result, it returns the value the model goes on with.
/// </summary>
/// <remarks>
/// Return <paramref name="value"/> itself to watch only. Names follow the modules, such as <c>layers.3.self_attn.weights</c>.
/// The tensor lives until the model's call ends; to keep it, take a copy, or use a <see cref="Recording"/>.
/// </remarks>
/// <param name="name">Where in the model the value stands.</param>
/// <param name="value">The value.</param>
public delegate torch.Tensor Probe(string name, torch.Tensor value);

/// <summary>How modules call a probe.</summary>
public static class ProbeCalls
{
    /// <summary>Shows a value to the probe, if there is one, and gives back what to go on with.</summary>
    /// <param name="probe">The probe, or null.</param>
    /// <param name="name">Where the value stands.</param>
    /// <param name="value">The value.</param>
    public static torch.Tensor Show(this Probe? probe, string name, torch.Tensor value)
        => probe is null ? value : probe(name, value);

    /// <summary>The probe as a part of the model sees it: names get the part's name in front.</summary>
    /// <param name="probe">The probe, or null.</param>
    /// <param name="part">The part, such as <c>layers.3</c>.</param>
    public static Probe? Within(this Probe? probe, string part)
        => probe is null ? null : (name, value) => probe($"{part}.{name}", value);
}
