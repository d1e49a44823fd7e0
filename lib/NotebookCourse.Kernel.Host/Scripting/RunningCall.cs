using System.Buffers.Binary;
using System.ComponentModel;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>
/// The library call that a cell has made last, noted where it outlives the process: in a file mapped into memory. Native
/// code can end the process at once, and then only this says what was running.
/// </summary>
/// <remarks>
/// The file holds the place of the call's name, then the names: each its length and its text in UTF-8. The engine's weaver
/// adds a name for every library call of a cell once, and a store of its place before the call, which costs about a nanosecond.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class RunningCall
{
    private const int Size = 1 << 20; // taken at once: a write that finds the disk full would end the process
    private const int Head = sizeof(int);
    private const int LongestName = 400;

    private static readonly int* Nowhere = (int*)NativeMemory.AllocZeroed(Head);
    private static readonly Dictionary<string, int> Places = new(StringComparer.Ordinal);
    private static int* _note = Nowhere;
    private static int _end;
    private static MemoryMappedViewAccessor? _view;

    /// <summary>A cell is about to make this call.</summary>
    /// <param name="place">What <see cref="Place"/> gave for it; 0 for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void At(int place) => *_note = place;

    /// <summary>Whether calls are noted in this process.</summary>
    internal static bool IsNoted => _view is not null;

    /// <summary>Starts a new file.</summary>
    internal static void Open(string path)
    {
        lock (Places)
        {
            Close();
            using var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, PreallocationSize = Size });
            using var file = MemoryMappedFile.CreateFromFile(stream, null, Size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            _view = file.CreateViewAccessor();
            byte* start = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            _end = Head;
            _note = (int*)start;
        }
    }

    /// <summary>Notes nothing any more. The file stays mapped: a cell that still runs may be about to write.</summary>
    internal static void Close()
    {
        lock (Places)
        {
            _note = Nowhere;
            _view = null;
            Places.Clear();
        }
    }

    /// <summary>Where a call's name stands in the file; 0 when there is no room left, or no file.</summary>
    internal static int Place(string name)
    {
        lock (Places)
        {
            if (_view is null || Places.TryGetValue(name, out int place))
                return Places.GetValueOrDefault(name);
            byte[] text = Encoding.UTF8.GetBytes(name.Length > LongestName ? name[..LongestName] : name);
            if (_end + Head + text.Length > Size)
                return 0;
            place = _end;
            _view.Write(place, text.Length);
            _view.WriteArray(place + Head, text, 0, text.Length);
            _end += Head + text.Length;
            return Places[name] = place;
        }
    }

    /// <summary>The call that a file names; null if it names none.</summary>
    internal static string? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        byte[] file = File.ReadAllBytes(path);
        int Number(int at) => at >= 0 && at + Head <= file.Length ? BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at)) : 0;
        int place = Number(0), length = Number(place);
        return place >= Head && length > 0 && length <= file.Length - place - Head ? Encoding.UTF8.GetString(file, place + Head, length) : null;
    }
}
