using System.Buffers.Binary;
using System.Runtime.Versioning;
using System.Text;

namespace NotebookCourse.NativePatch;

/// <summary>
/// Edits the list of symbol versions that an ELF64 little-endian library needs (section <c>.gnu.version_r</c>).
/// </summary>
/// <remarks>
/// A need with the flag <c>VER_FLG_WEAK</c> does not stop the loader when the version is missing (the loader
/// only says so when asked). That is safe for a version whose symbols carry no relocation, such as
/// <c>_ZSt21ios_base_library_initv</c> of GLIBCXX_3.4.32, which exists to order static initialisers.
/// Layout: Oracle Linker and Libraries Guide, "Version Dependency Section"; Linux Standard Base, section 10.7.
/// </remarks>
internal static class ElfVersionNeeds
{
    private const uint SectionVersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort FlagWeak = 0x2; // VER_FLG_WEAK

    /// <summary>Marks the need of <paramref name="version"/> in <paramref name="path"/> as optional.</summary>
    /// <returns>Whether the file was changed; <see langword="false"/> if it has no such need or it is optional already.</returns>
    /// <remarks>The file is replaced, never edited in place: it may be a hard link into the package cache.</remarks>
    /// <exception cref="InvalidDataException">The file is not a 64-bit little-endian ELF library.</exception>
    [SupportedOSPlatform("linux")]
    public static bool MakeOptional(string path, string version)
    {
        byte[] image = File.ReadAllBytes(path);
        if (!MakeOptional(image, version))
            return false;

        string fresh = path + ".patched";
        File.WriteAllBytes(fresh, image);
        File.SetUnixFileMode(fresh, File.GetUnixFileMode(path));
        File.SetLastWriteTimeUtc(fresh, File.GetLastWriteTimeUtc(path));
        File.Move(fresh, path, overwrite: true);
        return true;
    }

    /// <summary>The same on a file's bytes in memory.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a 64-bit little-endian ELF library.</exception>
    public static bool MakeOptional(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image.StartsWith("\u007fELF"u8) || image[4] != 2 || image[5] != 1)
            throw new InvalidDataException("expected a 64-bit little-endian ELF library (it starts with 7F 45 4C 46 02 01)");

        int sections = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(image[0x28..]));
        int sectionSize = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3A..]);
        int sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3C..]);

        bool changed = false;
        for (int i = 0; i < sectionCount; i++)
        {
            ReadOnlySpan<byte> header = image[(sections + i * sectionSize)..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != SectionVersionNeeds)
                continue;

            int offset = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(header[0x18..]));
            int link = checked((int)BinaryPrimitives.ReadUInt32LittleEndian(header[0x28..]));
            ReadOnlySpan<byte> stringHeader = image[(sections + link * sectionSize)..];
            int strings = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(stringHeader[0x18..]));
            changed |= MakeOptionalInSection(image, offset, strings, Encoding.ASCII.GetBytes(version));
        }

        return changed;
    }

    private static bool MakeOptionalInSection(Span<byte> image, int file, int strings, ReadOnlySpan<byte> version)
    {
        bool changed = false;
        while (true)
        {
            // Verneed: version u16, count u16, file name u32, first auxiliary u32, next u32
            int count = BinaryPrimitives.ReadUInt16LittleEndian(image[(file + 2)..]);
            int need = file + (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(file + 8)..]);
            for (int i = 0; i < count; i++)
            {
                // Vernaux: hash u32, flags u16, other u16, name u32, next u32
                int name = strings + (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(need + 8)..]);
                Span<byte> flags = image[(need + 4)..];
                ushort value = BinaryPrimitives.ReadUInt16LittleEndian(flags);
                if (image[name..].StartsWith(version) && image[name + version.Length] == 0 && (value & FlagWeak) == 0)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(value | FlagWeak));
                    changed = true;
                }

                need += (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(need + 12)..]);
            }

            int next = (int)BinaryPrimitives.ReadUInt32LittleEndian(image[(file + 12)..]);
            if (next == 0)
                return changed;
            file += next;
        }
    }
}
