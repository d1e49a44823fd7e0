#!/usr/bin/env bash
# TorchSharp 0.107.0 (libtorch 2.10.0): tying a language model's head to its embedding, head.weight = embedding.weight.
#
# The good guess: as in PyTorch, both names hold one parameter: counted once, stepped once.
# What happens (seen 2026-11-27): the storage is shared, the parameter is not. Embedding.weight hands out a new object at each
#   read, so a module that holds both lists the matrix twice, and one step of SGD with rate 0.5 on a gradient of ones moves each
#   entry by 1.0:
#     parameters of the tied model: 2
#     one step of 0.5 moved the weight by 1
# Exits non-zero if that is no longer so. Needs the .NET 10 SDK, Python 3, Linux x64.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/tie.cs" <<'PROGRAM'
#:package TorchSharp@0.107.0
#:package libtorch-cpu-linux-x64@2.10.0
#:property PublishAot=false
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

using var embedding = nn.Embedding(6, 4);
using var head = nn.Linear(4, 6, hasBias: false);
head.weight = embedding.weight!;
using var tied = nn.Sequential(("embedding", embedding), ("head", head));
Console.WriteLine($"parameters of the tied model: {tied.parameters().Count()}");

using var optimizer = optim.SGD(tied.parameters(), 0.5);
head.weight!.sum().backward(); // a gradient of ones
float before = head.weight[0, 0].item<float>();
optimizer.step();
float moved = before - head.weight[0, 0].item<float>();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one step of 0.5 moved the weight by {moved:0.##}"));
PROGRAM

dotnet build "$folder/tie.cs" --output "$folder/out" --verbosity quiet --nologo
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
found=$(dotnet "$folder/out/tie.dll")
echo "$found"
expected='parameters of the tied model: 2
one step of 0.5 moved the weight by 1'
[ "$found" = "$expected" ] || { echo "expected:"; echo "$expected"; exit 1; }
