using TorchSharp;

namespace NotebookCourse.Tests.Native;

public sealed class LibTorchTests
{
    [Fact]
    public void Loads_and_multiplies_on_this_machine()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor product = torch.mm(torch.ones(2, 3), torch.ones(3, 4)); // [2, 4]
        Assert.Equal([2, 4], product.shape);
        Assert.Equal(24f, product.sum().item<float>());
    }
}
