#!/usr/bin/env bash
# libtorch-cpu-osx-arm64 2.10.0 (NuGet), with LLVM 14's llvm-objdump.
#
# Good guess: the package ships libomp.dylib beside libtorch_cpu.dylib, so that is the one which libtorch loads.
#
# Seen on 2026-11-27: libtorch_cpu.dylib asks for it by an absolute path, the one of Homebrew's package,
#   /opt/homebrew/opt/libomp/lib/libomp.dylib (compatibility version 5.0.0, current version 5.0.0)
# and never for @rpath/libomp.dylib; on a Mac without `brew install libomp` the file beside it is not looked at. But
# that file's own install name is the same path, so a program which loads it by its full path before libtorch is
# served: dyld matches an absolute path against the install names of what is loaded.
# Also: libLibTorchSharp.dylib of TorchSharp 0.107.0 is built for macOS 15.0, though libtorch is for 11.0.
#
# Exits with 0 while that is so.
set -euo pipefail
command -v llvm-objdump > /dev/null || { echo "llvm-objdump is missing: apt-get install llvm"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/finding.csproj" << 'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="libtorch-cpu-osx-arm64" Version="2.10.0" ExcludeAssets="all" />
    <PackageReference Include="TorchSharp" Version="0.107.0" ExcludeAssets="all" />
  </ItemGroup>
</Project>
END
dotnet restore "$work/finding.csproj" --packages "$work/packages" --verbosity quiet
native=$work/packages/libtorch-cpu-osx-arm64/2.10.0/runtimes/osx-arm64/native
sharp=$work/packages/torchsharp/0.107.0/runtimes/osx-arm64/native/libLibTorchSharp.dylib
homebrew=/opt/homebrew/opt/libomp/lib/libomp.dylib

ls -l "$native/libomp.dylib"
llvm-objdump --macho --dylibs-used "$native/libtorch_cpu.dylib" | grep libomp
llvm-objdump --macho --dylib-id "$native/libomp.dylib" | tail -n 1
llvm-objdump --macho --private-headers "$sharp" | grep minos
llvm-objdump --macho --dylibs-used "$native/libtorch_cpu.dylib" | grep -q "^[[:space:]]$homebrew "
if llvm-objdump --macho --dylibs-used "$native/libtorch_cpu.dylib" | grep -q "@rpath/libomp"; then exit 1; fi
[ "$(llvm-objdump --macho --dylib-id "$native/libomp.dylib" | tail -n 1)" = "$homebrew" ]
llvm-objdump --macho --private-headers "$sharp" | grep -q "minos 15.0"
