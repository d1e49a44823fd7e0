"""What the native libraries of a published course need of the system, read from the files: no such machine is at hand.

usage: native_needs.py PLATFORM FOLDER      (with LLVM's llvm-objdump, which reads ELF, Mach-O and PE)

From TorchSharp's library down to the system's, everything must be in the folder or be a part of the system that
LibTorch.cs and README name; a new libtorch that needs more fails here instead of on a learner's machine.
"""
import pathlib
import re
import subprocess
import sys

HOMEBREW_OMP = "/opt/homebrew/opt/libomp/lib/libomp.dylib"
REDISTRIBUTABLE = {"msvcp140.dll", "vcruntime140.dll", "vcruntime140_1.dll", "vcomp140.dll", "msvcp140_1.dll"}
WINDOWS = {"kernel32.dll", "advapi32.dll", "ws2_32.dll", "ole32.dll", "psapi.dll", "dbghelp.dll", "shell32.dll", "user32.dll", "iphlpapi.dll", "userenv.dll", "rpcrt4.dll", "wintrust.dll", "imagehlp.dll"}
GLIBC = {"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libgcc_s.so.1", "libstdc++.so.6", "ld-linux-x86-64.so.2"}
NEWEST = {"GLIBC": (2, 34), "GLIBCXX": (3, 4, 30), "CXXABI": (1, 3, 13)}  # Debian 12, Ubuntu 22.04, Fedora 36
MACOS = (15, 0)


def objdump(*arguments):
    return subprocess.run(["llvm-objdump", *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def numbers(version):
    return tuple(int(part) for part in version.split("."))


def elf(file, folder):
    text = objdump("--private-headers", file)
    if "elf64-x86-64" not in text:
        yield f"{file.name} is not for linux-x64"
    for flags, version in re.findall(r"^\s+0x[0-9a-f]+ (0x[0-9a-f]+) \d+ (\S+)$", text, re.MULTILINE):
        name, _, number = version.partition("_")
        weak = int(flags, 16) & 2  # what is marked so may be missing: NotebookCourse.NativePatch
        if not weak and name in NEWEST and number[0].isdigit() and numbers(number) > NEWEST[name]:
            yield f"{file.name} needs {version}"
    for needed in re.findall(r"^\s+NEEDED\s+(\S+)$", text, re.MULTILINE):
        yield folder / needed if needed not in GLIBC else None


def mach_o(file, folder):
    headers = objdump("--macho", "--private-headers", file)
    if not re.search(r"^\s*MH_MAGIC_64\s+ARM64\b", headers, re.MULTILINE):
        yield f"{file.name} is not for osx-arm64"
    for least in re.findall(r"^\s+minos (\S+)$", headers, re.MULTILINE):
        if numbers(least) > MACOS:
            yield f"{file.name} needs macOS {least}"
    own = objdump("--macho", "--dylib-id", file).split()[-1]
    for needed in re.findall(r"^\t(\S+) \(", objdump("--macho", "--dylibs-used", file), re.MULTILINE):
        if needed == own or needed.startswith(("/usr/lib/", "/System/")):
            continue
        if needed == HOMEBREW_OMP:  # LibTorch.cs loads the one beside before; dyld takes it, because it says it is this one
            beside = folder / "libomp.dylib"
            if not beside.exists() or objdump("--macho", "--dylib-id", beside).split()[-1] != HOMEBREW_OMP:
                yield f"{file.name} needs {needed}, and no libomp.dylib beside it has that name"
            yield beside
        elif needed.startswith("@rpath/"):
            yield folder / needed.removeprefix("@rpath/")
        else:
            yield f"{file.name} needs {needed}"


def pe(file, folder, machine):
    text = objdump("--private-headers", file)
    if f"coff-{machine}" not in text:
        yield f"{file.name} is not for {machine}"
    for needed in re.findall(r"DLL Name: (\S+)", text):
        low = needed.lower()
        if low in REDISTRIBUTABLE or low in WINDOWS or low.startswith("api-ms-win-"):
            continue
        found = [path for path in folder.iterdir() if path.name.lower() == low]
        yield found[0] if found else f"{file.name} needs {needed}"


READERS = {
    "linux-x64": ("libLibTorchSharp.so", elf),
    "osx-arm64": ("libLibTorchSharp.dylib", mach_o),
    "win-x64": ("LibTorchSharp.dll", lambda file, folder: pe(file, folder, "x86-64")),
    "win-arm64": ("LibTorchSharp.dll", lambda file, folder: pe(file, folder, "arm64")),
}


def main():
    platform, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    first, needs = READERS[platform]
    waiting, seen, faults = [folder / first], set(), []
    while waiting:
        file = waiting.pop()
        if file in seen:
            continue
        seen.add(file)
        if not file.exists():
            faults.append(f"{file.name} is not in the folder")
            continue
        for need in needs(file, folder):
            if isinstance(need, pathlib.Path):
                waiting.append(need)
            elif need:
                faults.append(need)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    for fault in sorted(set(faults)):
        print(f"{platform}: {fault}")
    print(f"{platform}: {size / 1e6:.0f} MB published; {len(seen)} native libraries read from {first} down, {len(set(faults))} faults")
    return 1 if faults or len(seen) < 4 else 0


if __name__ == "__main__":
    sys.exit(main())
