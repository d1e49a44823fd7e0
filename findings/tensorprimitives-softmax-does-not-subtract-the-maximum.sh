#!/usr/bin/env bash
# System.Numerics.Tensors 10.0.0: TensorPrimitives.SoftMax on a language model's logits.
#
# The good guess: it subtracts the largest logit first, as every framework's softmax does, so any finite logits give a
#   distribution.
# What happens (seen 2026-11-27): it takes exp of the logits as they are. In float32 exp overflows above 88.7, and logits of 80 and
#   90 (ordinary for a sharp model without normalisation) give NaN where 0.99995 is right:
#     (8, 9): 0.26894 0.73106
#     (80, 90): 0.00000 NaN
# Exits non-zero if that is no longer so. Needs the .NET 10 SDK.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/softmax.cs" <<'PROGRAM'
#:package System.Numerics.Tensors@10.0.0
using System.Globalization;
using System.Numerics.Tensors;

foreach (float[] logits in new float[][] { [8, 9], [80, 90] })
{
    var probabilities = new float[logits.Length];
    TensorPrimitives.SoftMax<float>(logits, probabilities);
    Console.WriteLine($"({string.Join(", ", logits)}): {string.Join(' ', probabilities.Select(p => p.ToString("f5", CultureInfo.InvariantCulture)))}");
}
PROGRAM

found=$(dotnet run "$folder/softmax.cs")
echo "$found"
expected='(8, 9): 0.26894 0.73106
(80, 90): 0.00000 NaN'
[ "$found" = "$expected" ] || { echo "expected:"; echo "$expected"; exit 1; }
