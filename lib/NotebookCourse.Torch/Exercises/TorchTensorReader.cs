using TorchSharp;

namespace NotebookCourse.Exercises;

/// <summary>Reads TorchSharp's tensors for the comparisons of exercises.</summary>
internal sealed class TorchTensorReader : TensorReader
{
    /// <inheritdoc/>
    protected override TensorContent? TryRead(object value)
    {
        if (value is not torch.Tensor tensor)
            return null;
        using var scope = torch.NewDisposeScope();
        return new TensorContent(tensor.shape, tensor.detach().to(torch.float64).cpu().contiguous().data<double>().ToArray());
    }
}
