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
