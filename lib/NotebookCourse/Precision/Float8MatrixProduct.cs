namespace NotebookCourse.Precision;

/// <summary>
/// A linear layer's product in eight bits: codes are multiplied and added by an <see cref="AccumulatorModel"/>, and
/// where scales change the partial sum is multiplied by them into a 32-bit float (DeepSeek-V3 report, figure 7).
/// </summary>
public static class Float8MatrixProduct
{
    /// <summary>inputs [tokens, features] times weights [outputs, features] transposed.</summary>
    /// <param name="inputs">One row a token, usually in blocks of <see cref="BlockShape.Activations"/>.</param>
    /// <param name="weights">One row an output, usually in blocks of <see cref="BlockShape.Weights"/>.</param>
    /// <param name="accumulator">How products are added up.</param>
    /// <returns>tokens * outputs floats, row by row.</returns>
    /// <exception cref="ArgumentException">The matrices differ in features.</exception>
    public static float[] Multiply(BlockScaledMatrix inputs, BlockScaledMatrix weights, AccumulatorModel accumulator)
    {
        int features = inputs.Grid.Columns;
        if (weights.Grid.Columns != features)
            throw new ArgumentException($"inputs are [{inputs.Grid.Rows}, {features}], weights [{weights.Grid.Rows}, {weights.Grid.Columns}]: both need the same number of columns, the features.");
        float[] left = Values(inputs), right = Values(weights);
        float[] products = new float[inputs.Grid.Rows * weights.Grid.Rows];
        for (int token = 0; token < inputs.Grid.Rows; token++)
        {
            for (int output = 0; output < weights.Grid.Rows; output++)
            {
                float sum = 0;
                for (int first = 0, end; first < features; first = end)
                {
                    end = Math.Min(inputs.Grid.ColumnEnd(first), weights.Grid.ColumnEnd(first));
                    float partial = accumulator.Dot(
                        left.AsSpan(token * features + first, end - first),
                        right.AsSpan(output * features + first, end - first));
                    sum += partial * (inputs.Scales[inputs.Grid.BlockOf(token, first)] * weights.Scales[weights.Grid.BlockOf(output, first)]);
                }

                products[token * weights.Grid.Rows + output] = sum;
            }
        }

        return products;
    }

    private static float[] Values(BlockScaledMatrix matrix)
    {
        float[] values = new float[matrix.Codes.Length];
        Float8.Decode(matrix.Format, matrix.Codes, values);
        return values;
    }
}
