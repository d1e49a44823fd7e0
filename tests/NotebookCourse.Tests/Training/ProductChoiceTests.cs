using NotebookCourse.Models;
using NotebookCourse.Training;

namespace NotebookCourse.Tests.Training;

[Collection(OneTorch.Name)]
public sealed class ProductChoiceTests
{
    [Fact]
    public void Measuring_changes_no_weight_and_leaves_no_gradient()
    {
        using GptModel model = Small.Model();
        float[] before = Small.Weights(model);
        var learner = new Learner(model);
        Assert.Equal(ProductChoice.Fastest(learner, Small.Windows()), learner.BFloat16Products);
        Assert.Equal(before, Small.Weights(model));
        Assert.All(model.parameters(), parameter => Assert.Equal(0, parameter.grad is null ? 0 : parameter.grad.abs().sum().item<float>()));
    }

    [Fact]
    public void A_model_learns_as_well_with_products_in_BF16()
    {
        Assert.Equal(Final(bfloat16: false), Final(bfloat16: true), 0.03);

        static double Final(bool bfloat16)
        {
            using GptModel model = Small.Model();
            using Trainer trainer = Small.Trainer(model, Small.Recipe(60), bfloat16: bfloat16);
            return trainer.Run().ValidationLoss!.Value;
        }
    }
}
