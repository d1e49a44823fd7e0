#!/usr/bin/env bash
# TorchSharp 0.107.0 (libtorch 2.10.0): Module.load_state_dict with strict: true and a tensor of another shape.
#
# The good guess: as in PyTorch, a size mismatch is an error; "strict" means at least that.
# What happens (seen 2026-11-27): the values are copied with broadcasting, so a weight of shape [1, 3] fills every row of a [5, 3]
#   layer, and the result lists no missing or unexpected key. A shape that does not broadcast is refused:
#     [1, 3] into [5, 3]: loaded, 0 missing, 0 unexpected, 5 equal rows
#     [4, 3] into [5, 3]: refused
# Exits non-zero if that is no longer so. Needs the .NET 10 SDK, Python 3, Linux x64.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/load.cs" <<'PROGRAM'
#:package TorchSharp@0.107.0
#:package libtorch-cpu-linux-x64@2.10.0
#:property PublishAot=false
using TorchSharp;
using static TorchSharp.torch;

foreach (long rows in new long[] { 1, 4 })
{
    using var layer = nn.Linear(3, 5, hasBias: false);
    var saved = new Dictionary<string, Tensor> { ["weight"] = arange(rows * 3, dtype: ScalarType.Float32).reshape(rows, 3) };
    try
    {
        var (missing, unexpected) = layer.load_state_dict(saved, strict: true);
        int equal = Enumerable.Range(0, 5).Count(row => layer.weight![row].equal(saved["weight"][0]).all().item<bool>());
        Console.WriteLine($"[{rows}, 3] into [5, 3]: loaded, {missing.Count} missing, {unexpected.Count} unexpected, {equal} equal rows");
    }
    catch (Exception)
    {
        Console.WriteLine($"[{rows}, 3] into [5, 3]: refused");
    }
}
PROGRAM

dotnet build "$folder/load.cs" --output "$folder/out" --verbosity quiet --nologo
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
found=$(dotnet "$folder/out/load.dll")
echo "$found"
expected='[1, 3] into [5, 3]: loaded, 0 missing, 0 unexpected, 5 equal rows
[4, 3] into [5, 3]: refused'
[ "$found" = "$expected" ] || { echo "expected:"; echo "$expected"; exit 1; }
