#!/usr/bin/env bash
# benchmarks/kernel/side-by-side.sh [ROUNDS]
#
# The published kernel of lib/publish and Microsoft's last one (the tool Microsoft.dotnet-interactive, from NuGet), side by side:
# seven rounds by default, which of the two goes first alternating. The tool listens on every interface and would call home, so
# both are measured where there is nothing but a loopback interface (Linux; needs unshare of util-linux and ip of iproute2).
set -euo pipefail

version=1.0.712001
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
tool=$root/artifacts/peers/dotnet-interactive-$version
program=$here/side-by-side.cs

[ -f "$root/lib/publish/NotebookCourse.Kernel.Host.dll" ] || { echo "There is no published kernel in lib/publish: run 'dotnet course.cs setup' first." >&2; exit 2; }
[ -x "$tool/dotnet-interactive" ] || dotnet tool install Microsoft.dotnet-interactive --version "$version" --tool-path "$tool"
dotnet build --configuration Release "$program" -v q -nologo

isolated=(unshare --net)
[ "$(id -u)" = 0 ] || isolated=(unshare --map-root-user --net)
exec "${isolated[@]}" sh -c 'ip link set lo up; exec dotnet run --no-build --configuration Release "$@"' sh "$program" "${1:-7}" "$tool/dotnet-interactive"
