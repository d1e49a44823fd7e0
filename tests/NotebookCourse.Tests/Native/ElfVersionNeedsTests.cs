using NotebookCourse.NativePatch;

namespace NotebookCourse.Tests.Native;

public sealed class ElfVersionNeedsTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void A_strong_need_becomes_optional_once()
    {
        byte[] library = SmallLibrary(Version, flags: 0);

        Assert.True(ElfVersionNeeds.MakeOptional(library, Version));
        Assert.Equal(SmallLibrary(Version, flags: 2), library);
        Assert.False(ElfVersionNeeds.MakeOptional(library, Version));
    }

    [Fact]
    public void Another_version_is_left_alone()
    {
        byte[] library = SmallLibrary("GLIBCXX_3.4.3", flags: 0);
        Assert.False(ElfVersionNeeds.MakeOptional(library, Version));
        Assert.Equal(SmallLibrary("GLIBCXX_3.4.3", flags: 0), library);
    }

    [Fact]
    public void A_file_that_is_no_library_is_refused()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.MakeOptional("MZ not an ELF file"u8.ToArray(), Version));
        Assert.Contains("ELF", error.Message);
    }

    [Fact]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public void The_file_is_replaced_so_that_a_hard_link_keeps_the_old_bytes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "'ln' makes the hard link, and only Linux's library is patched.");
        string folder = Directory.CreateTempSubdirectory("native-patch").FullName;
        try
        {
            string cached = Path.Combine(folder, "cached.so");
            string ours = Path.Combine(folder, "ours.so");
            File.WriteAllBytes(cached, SmallLibrary(Version, flags: 0));
            using (var link = System.Diagnostics.Process.Start("ln", [cached, ours]))
                link.WaitForExit();

            Assert.True(ElfVersionNeeds.MakeOptional(ours, Version));

            Assert.Equal(SmallLibrary(Version, flags: 0), File.ReadAllBytes(cached));
            Assert.Equal(SmallLibrary(Version, flags: 2), File.ReadAllBytes(ours));
            Assert.False(File.Exists(ours + ".patched"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>An ELF64 file with a string table and one version need: header, two section headers, one Verneed, one Vernaux, strings.</summary>
    private static byte[] SmallLibrary(string version, ushort flags)
    {
        const int Sections = 64, Needs = Sections + 2 * 64, Strings = Needs + 32;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("\u007fELF\u0002\u0001"u8);
        stream.SetLength(Strings);

        WriteAt(0x28, (ulong)Sections);
        WriteAt(0x3A, (ushort)64);
        WriteAt(0x3C, (ushort)2);

        WriteAt(Sections + 4, 3u); // SHT_STRTAB
        WriteAt(Sections + 0x18, (ulong)Strings);
        WriteAt(Sections + 64 + 4, 0x6ffffffeu); // SHT_GNU_verneed
        WriteAt(Sections + 64 + 0x18, (ulong)Needs);
        WriteAt(Sections + 64 + 0x28, 0u); // its strings are section 0

        WriteAt(Needs, (ushort)1);
        WriteAt(Needs + 2, (ushort)1);
        WriteAt(Needs + 8, 16u);
        WriteAt(Needs + 16 + 4, flags);
        WriteAt(Needs + 16 + 8, 1u); // name: after the leading zero of the string table

        stream.Position = Strings;
        writer.Write((byte)0);
        writer.Write(System.Text.Encoding.ASCII.GetBytes(version + "\0"));
        return stream.ToArray();

        void WriteAt(int position, ValueType value)
        {
            stream.Position = position;
            switch (value)
            {
                case ushort number: writer.Write(number); break;
                case uint number: writer.Write(number); break;
                case ulong number: writer.Write(number); break;
                default: throw new ArgumentException($"{value.GetType()} is not written here");
            }
        }
    }
}
