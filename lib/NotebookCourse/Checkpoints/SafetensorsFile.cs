using System.Diagnostics.CodeAnalysis;
using System.IO.MemoryMappedFiles;

namespace NotebookCourse.Checkpoints;

/// <summary>
/// A safetensors file, mapped into memory: opening reads and checks only the header, and bytes are fetched from disk
/// when they are looked at, so a file far larger than memory opens in milliseconds.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly Dictionary<string, TensorEntry> _entries;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    private SafetensorsFile(string path, SafetensorsHeader header, FileStream stream)
    {
        Path = path;
        Entries = header.Entries;
        Metadata = header.Metadata;
        _entries = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        _mapping = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>The file's path as given.</summary>
    public string Path { get; }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>The file's own notes, text to text; often <c>format: pt</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SafetensorsException">The file breaks a rule of the format.</exception>
    public static SafetensorsFile Open(string path)
    {
        if (File.Exists(path) && new FileInfo(path) is var file && (file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is FileInfo { Length: 0 })
            throw new SafetensorsException(path, "0 bytes long, but a safetensors file starts with an 8-byte header length. Is it complete, and a plain file, no device or pipe?");
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new SafetensorsFile(path, SafetensorsHeader.Read(path, stream), stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Finds a tensor by name.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out TensorEntry entry) => _entries.TryGetValue(name, out entry);

    /// <summary>
    /// Part of a tensor's bytes, straight from the mapping: nothing is copied. The span must not be used after
    /// <see cref="Dispose"/>.
    /// </summary>
    /// <param name="entry">A tensor of this file.</param>
    /// <param name="start">The first byte, counted from the tensor's first. Range: 0 &lt;= start.</param>
    /// <param name="count">How many bytes. Range: start + count &lt;= the tensor's bytes.</param>
    /// <exception cref="ArgumentException">The entry is not of this file.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the tensor.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public ReadOnlySpan<byte> Span(TensorEntry entry, long start, int count)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        if (!_entries.TryGetValue(entry.Name, out var own) || !ReferenceEquals(own, entry))
            throw new ArgumentException($"{entry} is not a tensor of {Path}.", nameof(entry));
        if (start < 0 || count < 0 || start > entry.Bytes - count)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"Bytes {start} to {start + count} leave {entry}, which has {entry.Bytes}.");
        return new ReadOnlySpan<byte>(_start + entry.Offset + start, count);
    }

    /// <summary>Unmaps and closes the file.</summary>
    public void Dispose()
    {
        if (_start is null)
            return;
        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapping.Dispose();
    }
}
