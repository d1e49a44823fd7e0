using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace NotebookCourse.Checkpoints;

/// <summary>
/// The tensors of a model: one safetensors file, or a folder laid out as Hugging Face does, with
/// <c>model.safetensors</c> or with shards and <c>model.safetensors.index.json</c>. Opening reads headers only.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    /// <summary>The name of a folder's only file.</summary>
    public const string SingleFile = "model.safetensors";

    /// <summary>The name of the list that says which shard holds which tensor.</summary>
    public const string IndexFile = "model.safetensors.index.json";

    private readonly List<SafetensorsFile> _files = [];
    private readonly SortedDictionary<string, (SafetensorsFile File, TensorEntry Entry)> _tensors = new(StringComparer.Ordinal);

    private Checkpoint(string path) => Path = path;

    /// <summary>The file or folder as given.</summary>
    public string Path { get; }

    /// <summary>All tensors, by name.</summary>
    public IEnumerable<TensorEntry> Entries => _tensors.Values.Select(tensor => tensor.Entry);

    /// <summary>The files that hold them.</summary>
    public IReadOnlyList<SafetensorsFile> Files => _files;

    /// <summary>Opens a safetensors file or a model folder.</summary>
    /// <exception cref="FileNotFoundException">There is nothing at <paramref name="path"/>, or the folder holds no checkpoint.</exception>
    /// <exception cref="SafetensorsException">A file breaks a rule of the format, or index and shards disagree.</exception>
    public static Checkpoint Open(string path)
    {
        var checkpoint = new Checkpoint(path);
        try
        {
            string index = System.IO.Path.Combine(path, IndexFile), single = System.IO.Path.Combine(path, SingleFile);
            if (File.Exists(path))
                checkpoint.Add(path);
            else if (File.Exists(index))
                checkpoint.AddShards(path, index);
            else if (File.Exists(single))
                checkpoint.Add(single);
            else
                throw new FileNotFoundException($"'{path}' is neither a safetensors file nor a folder with {SingleFile} or {IndexFile}.", path);
            return checkpoint;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>Finds a tensor by name.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out TensorEntry entry)
    {
        bool found = _tensors.TryGetValue(name, out var tensor);
        entry = tensor.Entry;
        return found;
    }

    /// <summary>The tensor of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TensorEntry this[string name] => Find(name).Entry;

    /// <summary>
    /// Part of a tensor's bytes straight from the mapped file, without a copy. The span must not be used after
    /// <see cref="Dispose"/>.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the tensor.</exception>
    public ReadOnlySpan<byte> Span(string name, long start, int count)
    {
        var (file, entry) = Find(name);
        return file.Span(entry, start, count);
    }

    /// <summary>Closes all files.</summary>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private (SafetensorsFile File, TensorEntry Entry) Find(string name)
    {
        if (_tensors.TryGetValue(name, out var tensor))
            return tensor;
        string last = name[(name.LastIndexOf('.', Math.Max(0, name.LastIndexOf('.') - 1)) + 1)..];
        var similar = _tensors.Keys.Where(key => key.EndsWith(last, StringComparison.Ordinal)).Take(3).ToList();
        string hint = similar.Count > 0 ? $" Names with the same ending: {string.Join(", ", similar)}." : "";
        throw new KeyNotFoundException($"{Path} has no tensor '{name}' among its {_tensors.Count}.{hint}");
    }

    private SafetensorsFile Add(string path)
    {
        var file = SafetensorsFile.Open(path);
        _files.Add(file);
        foreach (var entry in file.Entries)
        {
            if (!_tensors.TryAdd(entry.Name, (file, entry)))
                throw new SafetensorsException(path, $"tensor '{entry.Name}' is also in {_tensors[entry.Name].File.Path}; a checkpoint holds a name once.");
        }

        return file;
    }

    private void AddShards(string folder, string index)
    {
        var shardOfTensor = ReadIndex(index);
        foreach (string shard in shardOfTensor.Values.Distinct().Order(StringComparer.Ordinal))
        {
            string path = System.IO.Path.Combine(folder, shard);
            if (!File.Exists(path))
                throw new SafetensorsException(index, $"it names the shard '{shard}', which is not in the folder. Is the download complete?");
            foreach (var entry in Add(path).Entries)
            {
                if (!shardOfTensor.TryGetValue(entry.Name, out string? listed) || listed != shard)
                    throw new SafetensorsException(path, $"it holds tensor '{entry.Name}', which {IndexFile} places {(listed is null ? "nowhere" : $"in '{listed}'")}.");
            }
        }

        if (shardOfTensor.Keys.FirstOrDefault(name => !_tensors.ContainsKey(name)) is { } missing)
            throw new SafetensorsException(index, $"it places tensor '{missing}' in '{shardOfTensor[missing]}', which does not hold it.");
    }

    private static Dictionary<string, string> ReadIndex(string index)
    {
        try
        {
            using var document = JsonDocument.Parse(PlainFile.ReadBytes(index));
            var shardOfTensor = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var tensor in document.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                string shard = tensor.Value.GetString() ?? "";
                if (shard.Length == 0 || shard.AsSpan().ContainsAny('/', '\\') || shard is "." or "..")
                    throw new SafetensorsException(index, $"it places tensor '{tensor.Name}' in '{shard}'; expected the name of a file in the same folder.");
                if (!shardOfTensor.TryAdd(tensor.Name, shard))
                    throw new SafetensorsException(index, $"the name '{tensor.Name}' stands twice in it.");
            }

            return shardOfTensor;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or InvalidDataException)
        {
            throw new SafetensorsException(index, $"expected JSON with a \"weight_map\" from tensor names to file names: {fault.Message}");
        }
    }
}
