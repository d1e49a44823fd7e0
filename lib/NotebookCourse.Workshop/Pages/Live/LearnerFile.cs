using System.Text.Encodings.Web;
using System.Text.Json;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>
/// A small JSON file in the learner's folder. It is replaced as a whole, so a stop at any moment leaves the old or
/// the new one; a damaged one is kept under another name.
/// </summary>
internal sealed class LearnerFile<T>(string path) where T : class, new()
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What the file holds; a fresh value if there is none, or if it is damaged or may not be read.</summary>
    /// <param name="notice">What is wrong with the file; null if nothing is.</param>
    public T Load(out string? notice)
    {
        notice = null;
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Format) ?? new T() : new T();
        }
        catch (JsonException exception)
        {
            string kept = $"{path}.damaged-{DateTime.UtcNow:yyyyMMddHHmmss}";
            notice = $"{path}: {exception.Message} → {Path.GetFileName(kept)}";
            TryRename(kept, ref notice);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notice = exception.Message;
        }

        return new T();
    }

    /// <summary>Reads the file, changes what it holds and replaces it, as one step: another program that does the same waits.</summary>
    /// <param name="change">Changes what the file holds.</param>
    /// <param name="instead">What to change if the file is damaged.</param>
    /// <param name="notice">What is wrong with the file; null if nothing is.</param>
    /// <returns>Null, or why it could not be done.</returns>
    public string? Change(Action<T> change, T instead, out string? notice)
    {
        notice = null;
        try
        {
            using IDisposable hold = FileLock.Take(path + ".lock");
            T value = Load(out notice);
            if (notice is not null && File.Exists(path))
                return notice; // it could neither be read nor put aside: it stays as it is
            if (notice is not null)
                value = instead;
            change(value);
            return Save(value);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    /// <summary>Replaces the file.</summary>
    /// <returns>Null, or why it could not be written.</returns>
    public string? Save(T value)
    {
        try
        {
            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(value, Format));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    private void TryRename(string kept, ref string? notice)
    {
        try
        {
            File.Move(path, kept);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notice = exception.Message;
        }
    }
}
