namespace NotebookCourse.Exercises;

/// <summary>
/// Reads tensors for a comparison. This assembly has no torch below it: the one reader that exists stands in
/// NotebookCourse.Torch and is looked up by name when a value of TorchSharp turns up.
/// </summary>
internal abstract class TensorReader
{
    private const string TorchNamespace = "TorchSharp", Implementation = "NotebookCourse.Exercises.TorchTensorReader, NotebookCourse.Torch";

    private static readonly Lazy<TensorReader?> Torch = new(() =>
        Type.GetType(Implementation) is { } type ? (TensorReader)Activator.CreateInstance(type)! : null);

    /// <summary>A value's shape and numbers if it is a tensor, otherwise null.</summary>
    public static TensorContent? Read(object value) =>
        value.GetType().Namespace is TorchNamespace or TorchNamespace + ".Modules" ? Torch.Value?.TryRead(value) : null;

    /// <summary>The same, for the library this reader knows.</summary>
    protected abstract TensorContent? TryRead(object value);
}

/// <summary>What a tensor holds.</summary>
/// <param name="Shape">Size of each dimension.</param>
/// <param name="Numbers">Its elements, row by row.</param>
internal sealed record TensorContent(long[] Shape, double[] Numbers);
