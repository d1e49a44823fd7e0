using System.Diagnostics.CodeAnalysis;
using System.IO.MemoryMappedFiles;

namespace NotebookCourse.Checkpoints;

/// <summary>
/// A GGUF file, the format of llama.cpp and its relatives, mapped into memory: opening reads and checks the header only.
/// Specification: ggml's docs/gguf.md.
/// </summary>
public sealed unsafe class GgufFile : IDisposable
{
    /// <summary>The key that says at multiples of how many bytes tensors begin.</summary>
    public const string AlignmentKey = "general.alignment";

    /// <summary>The alignment where none is given.</summary>
    public const uint DefaultAlignment = 32;

    private readonly Dictionary<string, GgufTensor> _tensors;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    private GgufFile(string path, FileStream stream)
    {
        Path = path;
        if (stream.Length == 0)
            throw new InvalidDataException($"{path}: the file is empty.");
        _mapping = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        try
        {
            (Dictionary<string, object> metadata, List<GgufTensor> tensors) = new GgufReader(path, _start, stream.Length).Read();
            (Metadata, Tensors) = (metadata, tensors);
            _tensors = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The file's path as given.</summary>
    public string Path { get; }

    /// <summary>Its pairs: numbers as .NET's type of the same width, truth values, texts, and lists (string[] or object[]).</summary>
    public IReadOnlyDictionary<string, object> Metadata { get; }

    /// <summary>Its tensors in the order of the header.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format; the message says which.</exception>
    public static GgufFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return new GgufFile(path, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Finds a tensor by name.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out GgufTensor tensor) => _tensors.TryGetValue(name, out tensor);

    /// <summary>Part of a tensor's bytes, straight from the mapping. The span must not be used after <see cref="Dispose"/>.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="start">The first byte, counted from the tensor's first.</param>
    /// <param name="count">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the tensor.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public ReadOnlySpan<byte> Span(GgufTensor tensor, long start, int count)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        if (start < 0 || count < 0 || start > tensor.Bytes - count)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"Bytes {start} to {start + count} leave {tensor}, which has {tensor.Bytes}.");
        return new ReadOnlySpan<byte>(_start + tensor.Offset + start, count);
    }

    /// <summary>A text of the metadata.</summary>
    /// <exception cref="InvalidDataException">The key is missing or holds something else.</exception>
    public string Text(string key) => Find(key) as string ?? throw Wrong(key, "a text");

    /// <summary>A list of texts.</summary>
    /// <exception cref="InvalidDataException">The key is missing or holds something else.</exception>
    public string[] Texts(string key) => Find(key) as string[] ?? throw Wrong(key, "a list of texts");

    /// <summary>A whole number of any width, from 0 on; the same number for every layer may stand as a list.</summary>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">The value where there is no such key; null if there must be one.</param>
    /// <exception cref="InvalidDataException">The key is missing or holds something else.</exception>
    public int Integer(string key, int? otherwise = null)
    {
        if (otherwise is not null && !Metadata.ContainsKey(key))
            return otherwise.Value;
        object value = Find(key);
        if (value is object[] { Length: > 0 } each && each.Distinct().Count() == 1)
            value = each[0];
        long number = value switch
        {
            byte x => x,
            sbyte x => x,
            ushort x => x,
            short x => x,
            uint x => x,
            int x => x,
            ulong x => (long)Math.Min(x, long.MaxValue),
            long x => x,
            _ => throw Wrong(key, "a whole number"),
        };
        return number is >= 0 and <= int.MaxValue ? (int)number : throw Wrong(key, $"a number from 0 to {int.MaxValue}");
    }

    /// <summary>A number.</summary>
    /// <inheritdoc cref="Integer"/>
    public double Number(string key, double? otherwise = null)
    {
        if (otherwise is not null && !Metadata.ContainsKey(key))
            return otherwise.Value;
        double number = Find(key) switch
        {
            float x => double.Parse(x.ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture), // 1e-6f is 1e-6
            double x => x,
            _ => throw Wrong(key, "a floating-point number"),
        };
        return double.IsFinite(number) ? number : throw Wrong(key, "a finite number");
    }

    /// <summary>A truth value.</summary>
    /// <inheritdoc cref="Integer"/>
    public bool Flag(string key, bool? otherwise = null)
        => otherwise is not null && !Metadata.ContainsKey(key) ? otherwise.Value : Find(key) as bool? ?? throw Wrong(key, "a truth value");

    /// <summary>What is wrong with a key, with what it holds.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">What it should hold.</param>
    public InvalidDataException Wrong(string key, string expected) => new($"{Path}: '{key}' is {Show(Metadata.GetValueOrDefault(key))}; expected {expected}.");

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

    private object Find(string key) => Metadata.TryGetValue(key, out object? value) ? value : throw new InvalidDataException($"{Path}: the key '{key}' is missing.");

    private static string Show(object? value) => value switch
    {
        null => "missing",
        string text => text.Length > 60 ? $"\"{text[..60]}...\"" : $"\"{text}\"",
        Array list => $"a list of {list.Length}",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
