using static TorchSharp.torch;

namespace NotebookCourse.Layers;

/// <summary>
/// A module whose parts have the names it registers them under, and no others. TorchSharp would also register every field that holds a part,
/// under the field's name, and a checkpoint would contain it twice.
/// </summary>
/// <param name="name">The module's type, for display.</param>
public abstract class NamedModule(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>Does nothing: parts are registered where they are made.</summary>
    protected override void RegisterComponents()
    {
    }
}
