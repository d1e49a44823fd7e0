#!/usr/bin/env bash
# libtorch 2.10.0 (TorchSharp 0.107.0) on a CPU: the gradient of a BF16 embedding for a token that occurs often.
#
# The good guess: sums inside a BF16 operation are kept in float32 and rounded once, as in matrix products; a token seen 1,000
#   times in a batch collects a gradient of 1,000.
# What happens (seen 2026-11-27): the embedding's backward pass and index_add_ add in BF16, whose eight bits of significand end
#   at 256 + 1 = 256. scatter_add_ and sum are right (BF16 has 1000):
#     embedding gradient of 1,000 ones: 256
#     index_add_ of 1,000 ones: 256
#     scatter_add_ of 1,000 ones: 1000
#     sum of 1,000 ones: 1000
# Exits non-zero if that is no longer so. Needs the .NET 10 SDK, Python 3, Linux x64.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/sums.cs" <<'PROGRAM'
#:package TorchSharp@0.107.0
#:package libtorch-cpu-linux-x64@2.10.0
#:property PublishAot=false
using TorchSharp;
using static TorchSharp.torch;

set_num_threads(1);
var same = zeros(1000, dtype: ScalarType.Int64);
using var embedding = nn.Embedding(2, 1, dtype: ScalarType.BFloat16);
embedding.forward(same).sum().backward();
void Say(string what, Tensor value) => Console.WriteLine($"{what} of 1,000 ones: {value.to(ScalarType.Float32).item<float>()}");
Say("embedding gradient", embedding.weight!.grad![0, 0]);
Say("index_add_", zeros(2, dtype: ScalarType.BFloat16).index_add_(0, same, ones(1000, dtype: ScalarType.BFloat16), 1)[0]);
Say("scatter_add_", zeros(2, dtype: ScalarType.BFloat16).scatter_add_(0, same, ones(1000, dtype: ScalarType.BFloat16))[0]);
Say("sum", ones(1000, dtype: ScalarType.BFloat16).sum());
PROGRAM

dotnet build "$folder/sums.cs" --output "$folder/out" --verbosity quiet --nologo
# Where libstdc++ is older than GCC 13's (Debian 12), TorchSharp's library asks for a version that is not there; as a weak need it loads.
python3 - "$folder"/out/runtimes/linux-x64/native/libLibTorchSharp.so <<'WEAK'
import struct, sys
data = bytearray(open(sys.argv[1], "rb").read())
code = 0
for byte in b"GLIBCXX_3.4.32":
    code = ((code << 4) + byte) & 0xFFFFFFFF
    code = (code ^ (code & 0xF0000000) >> 24) & 0x0FFFFFFF
place = data.find(struct.pack("<IH", code, 0))
if place >= 0:
    data[place + 4] = 2
    open(sys.argv[1], "wb").write(data)
WEAK
found=$(dotnet "$folder/out/sums.dll")
echo "$found"
expected='embedding gradient of 1,000 ones: 256
index_add_ of 1,000 ones: 256
scatter_add_ of 1,000 ones: 1000
sum of 1,000 ones: 1000'
[ "$found" = "$expected" ] || { echo "expected:"; echo "$expected"; exit 1; }
