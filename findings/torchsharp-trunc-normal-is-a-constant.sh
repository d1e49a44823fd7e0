#!/usr/bin/env bash
# TorchSharp 0.107.0 (libtorch 2.10.0): nn.init.trunc_normal_ and nn.init.xavier_normal_.
#
# The good guess: trunc_normal_(w, mean: 0, std: 0.02) draws the small normal numbers that every GPT starts from, and
#   xavier_normal_ draws normal ones.
# What happens (seen 2026-11-27): with (0, 0.02) every entry becomes the same number, and what xavier_normal_ draws is uniform:
#   its kurtosis is 1.8 (a normal variable's is 3) and nothing lies beyond sqrt(3) standard deviations.
#     trunc_normal_: 1 distinct value
#     xavier_normal_: kurtosis 1.8
# Exits non-zero if that is no longer so. Needs the .NET 10 SDK, Python 3, Linux x64.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/init.cs" <<'PROGRAM'
#:package TorchSharp@0.107.0
#:package libtorch-cpu-linux-x64@2.10.0
#:property PublishAot=false
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

random.manual_seed(1);
var truncated = zeros(200, 200);
nn.init.trunc_normal_(truncated, 0, 0.02);
Console.WriteLine($"trunc_normal_: {truncated.data<float>().ToArray().Distinct().Count()} distinct value");

var xavier = zeros(400, 400);
nn.init.xavier_normal_(xavier);
double[] drawn = [.. xavier.data<float>().ToArray().Select(value => (double)value)];
double variance = drawn.Average(x => x * x), fourth = drawn.Average(x => x * x * x * x);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"xavier_normal_: kurtosis {fourth / (variance * variance):f1}"));
PROGRAM

dotnet build "$folder/init.cs" --output "$folder/out" --verbosity quiet --nologo
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
found=$(dotnet "$folder/out/init.dll")
echo "$found"
expected='trunc_normal_: 1 distinct value
xavier_normal_: kurtosis 1.8'
[ "$found" = "$expected" ] || { echo "expected:"; echo "$expected"; exit 1; }
