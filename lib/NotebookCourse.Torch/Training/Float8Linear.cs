using NotebookCourse.Layers;
using NotebookCourse.Precision;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NotebookCourse.Training;

/// <summary>
/// A linear layer whose products go through eight bits, forward and backward, as DeepSeek-V3 trains: the weights that the
/// optimizer sees stay in float32, what enters a product is quantised.
/// </summary>
/// <remarks>
/// Activations and gradients have a scale for each 1 x 128 tile along the dimension that is summed over, weights for each
/// 128 x 128 block. For the weights' gradient that dimension is the tokens, so activations are quantised anew along it
/// (V3 converts the stored tiles; here they come from the float32 values).
/// </remarks>
public sealed class Float8Linear : NamedModule
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <summary>Fresh weights, drawn as <c>nn.Linear</c> draws them.</summary>
    /// <param name="inputs">Size of the input. Range: 1 or more.</param>
    /// <param name="outputs">Size of the output. Range: 1 or more.</param>
    /// <param name="hasBias">Whether there is a bias, which stays in float32.</param>
    /// <param name="recipe">How the products are done; V3's way if not given.</param>
    public Float8Linear(long inputs, long outputs, bool hasBias = false, Float8Recipe? recipe = null)
        : base(nameof(Float8Linear))
    {
        if (inputs < 1 || outputs < 1)
            throw new ArgumentOutOfRangeException(nameof(inputs), $"A linear layer from {inputs} to {outputs} values; expected at least 1 of each.");
        Recipe = recipe ?? new Float8Recipe();
        using Linear drawn = nn.Linear(inputs, outputs, hasBias);
        register_parameter("weight", _weight = new Parameter(drawn.weight!.detach().clone()));
        if (hasBias)
            register_parameter("bias", _bias = new Parameter(drawn.bias!.detach().clone()));
    }

    /// <summary>How the products are done.</summary>
    public Float8Recipe Recipe { get; }

    /// <summary>The weights in float32, [outputs, inputs].</summary>
    public Parameter Weight => _weight;

    /// <summary>The layer's output.</summary>
    /// <param name="input">Float32 [..., inputs].</param>
    /// <returns>Float32 [..., outputs].</returns>
    /// <exception cref="ArgumentException">The input's last dimension or its type is not the layer's, or a value is infinite or NaN.</exception>
    public override Tensor forward(Tensor input)
    {
        Shape.RequireLast(input, "The FP8 layer's input", _weight.shape[1]);
        if (input.dtype != ScalarType.Float32)
            throw new ArgumentException($"The FP8 layer's input has type {input.dtype}, expected Float32: it is the layer that makes eight bits of it.");
        using var scope = NewDisposeScope();
        Tensor output = Product.apply(input.reshape(-1, _weight.shape[1]), _weight, Recipe);
        if (_bias is not null)
            output = output + _bias;
        return output.view([.. input.shape[..^1], _weight.shape[0]]).MoveToOuterDisposeScope();
    }

    /// <summary>The product and its two gradients.</summary>
    private sealed class Product : autograd.SingleTensorFunction<Product>
    {
        public override string Name => "Float8Product";

        public override Tensor forward(autograd.AutogradContext context, params object[] vars)
        {
            var (input, weight, recipe) = ((Tensor)vars[0], (Tensor)vars[1], (Float8Recipe)vars[2]);
            context.save_for_backward([input, weight]);
            context.save_data(nameof(Float8Recipe), recipe);
            return recipe.Multiply(input, Float8Format.E4M3, weight, BlockShape.Weights); // [token, output]
        }

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
        {
            using var scope = NewDisposeScope();
            var recipe = (Float8Recipe)context.get_data(nameof(Float8Recipe));
            List<Tensor> saved = context.get_saved_variables();
            Tensor input = saved[0], weight = saved[1];
            Tensor ofInput = recipe.Multiply(gradient, recipe.Gradients, weight.t(), BlockShape.Weights);        // [token, input]
            Tensor ofWeight = recipe.Multiply(gradient.t(), recipe.Gradients, input.t(), BlockShape.Activations); // [output, input]
            return [ofInput.MoveToOuterDisposeScope(), ofWeight.MoveToOuterDisposeScope(), null!];
        }
    }
}
