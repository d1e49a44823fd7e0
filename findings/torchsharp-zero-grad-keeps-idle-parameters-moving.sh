#!/usr/bin/env bash
# TorchSharp 0.107.0 (libtorch 2.10.0): Optimizer.zero_grad, AdamW and parameters that took no part, such as a mixture's idle experts.
#
# The good guess: as in PyTorch since 2.0, zero_grad sets gradients to null, so AdamW passes over a parameter that the step did
#   not use.
# What happens (seen 2026-11-27): the optimizer's zero_grad writes zeros, so the idle parameter goes on along its old momentum
#   (and would decay). The module's zero_grad sets null, and the parameter rests:
#     optimizer.zero_grad: gradient zeros, the idle weight moves
#     module.zero_grad: gradient null, the idle weight rests
# Exits non-zero if that is no longer so. Needs the .NET 10 SDK, Python 3, Linux x64.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/idle.cs" <<'PROGRAM'
#:package TorchSharp@0.107.0
#:package libtorch-cpu-linux-x64@2.10.0
#:property PublishAot=false
using TorchSharp;
using static TorchSharp.torch;

foreach (string who in new[] { "optimizer", "module" })
{
    using var first = nn.Linear(4, 4);
    using var second = nn.Linear(4, 4);
    using var both = nn.Sequential(("first", first), ("second", second));
    using var optimizer = optim.AdamW(both.parameters(), lr: 0.1);
    second.forward(first.forward(ones(1, 4))).sum().backward(); // both take part: momentum builds up
    optimizer.step();
    if (who == "optimizer") optimizer.zero_grad(); else both.zero_grad();
    first.forward(ones(1, 4)).sum().backward(); // the second is idle
    var before = second.weight!.clone();
    var gradient = second.weight.grad;
    optimizer.step();
    bool moved = !before.equal(second.weight).all().item<bool>();
    Console.WriteLine($"{who}.zero_grad: gradient {(gradient is null ? "null" : "zeros")}, the idle weight {(moved ? "moves" : "rests")}");
}
PROGRAM

dotnet build "$folder/idle.cs" --output "$folder/out" --verbosity quiet --nologo
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
found=$(dotnet "$folder/out/idle.dll")
echo "$found"
expected='optimizer.zero_grad: gradient zeros, the idle weight moves
module.zero_grad: gradient null, the idle weight rests'
[ "$found" = "$expected" ] || { echo "expected:"; echo "$expected"; exit 1; }
