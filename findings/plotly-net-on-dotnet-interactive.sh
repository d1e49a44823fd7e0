#!/usr/bin/env bash
# Plotly.NET 6.0.0 on Microsoft's last .NET Interactive kernel (tool Microsoft.dotnet-interactive 1.0.712001), C# cells.
#
# The good guess: a cell refers to Plotly.NET.dll in a folder that holds everything it leans on, and a chart can be made; an
#   assembly that a cell brings has its own dependencies beside it.
# What happens (seen 2026-11-27): one program gets two FSharp.Core. Plotly.NET 6.0.0 asks for FSharp.Core 10.1, the tool
#   has 10.0, so Plotly.NET gets the folder's; Giraffe.ViewEngine 1.4.0, which it leans on, asks for 5.0, which the tool's own
#   10.0 satisfies. The first default that holds a Giraffe function then ends in
#     MissingMethodException: Method not found: '...FSharpFunc`2<...> Giraffe.ViewEngine...'
#   Referring to FSharp.Core.dll and Giraffe.ViewEngine.dll of the folder first does not help.
# Exits non-zero if that is no longer so. Needs the .NET 10 SDK and unshare (the kernel listens on the network).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

dotnet tool install Microsoft.dotnet-interactive --version 1.0.712001 --tool-path "$folder/tool" > /dev/null
mkdir "$folder/chart"
cat > "$folder/chart/chart.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><EnableDynamicLoading>true</EnableDynamicLoading></PropertyGroup>
  <ItemGroup><PackageReference Include="Plotly.NET" Version="6.0.0" /></ItemGroup>
</Project>
PROJECT
dotnet build "$folder/chart" -o "$folder/library" -v q --nologo > /dev/null

# Cells as the kernel's own protocol takes them: one JSON object a line.
cell() { printf '{"token":"%s","commandType":"SubmitCode","command":{"code":"%s"}}\n' "$1" "$2"; }
run() {
    coproc kernel { exec unshare --map-root-user --net --pid --fork --kill-child --mount-proc sh -c "ip link set lo up; exec '$folder/tool/dotnet-interactive' stdio --default-kernel csharp"; }
    for file in "$@"; do cell "$file" "#r \\\"$folder/library/$file.dll\\\"" >&"${kernel[1]}"; done
    cell chart 'Plotly.NET.GenericChart.ofTraceObject(true, new Plotly.NET.Trace(\"scatter\"))' >&"${kernel[1]}"
    while read -r event <&"${kernel[0]}"; do
        printf '%s\n' "$event"
        case $event in *'"eventType":"Command'[SF]*'"token":"chart"'*) break ;; esac
    done
    { kill -KILL "$kernel_PID" && wait "$kernel_PID"; } 2> /dev/null || true
}

for order in "Plotly.NET" "FSharp.Core Giraffe.ViewEngine Plotly.NET"; do
    # shellcheck disable=SC2086
    run $order > "$folder/events"
    if ! grep -q 'MissingMethodException.*Giraffe' "$folder/events"; then
        echo "with $order: no MissingMethodException from Giraffe any more; the kernel said:"
        grep -o '"eventType":"[^"]*"\|"message":"[^"]\{0,300\}' "$folder/events" | tail -20
        exit 1
    fi
    echo "with $order: $(grep -o 'Method not found: [^\\]\{0,160\}' "$folder/events" | head -1)"
done
