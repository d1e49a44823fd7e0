using System.Text.Json;

namespace NotebookCourse.Exercises;

/// <summary>Reads and replaces the progress file. Several notebooks may do so at once: a lock file lets one in at a time.</summary>
internal static class ProgressFile
{
    private const long MostBytes = 16 << 20;
    private const int LockTries = 100;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, PropertyNameCaseInsensitive = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>The stored progress, or a fresh one if there is none or it is damaged (then the file is kept under another name).</summary>
    public static Progress Load(string path, out string? notice)
    {
        notice = null;
        if (!File.Exists(path))
            return new Progress();

        try
        {
            byte[] json = PlainFile.ReadBytes(path, MostBytes);
            StrictJson.Require(json, Path.GetFileName(path));
            return Whole(JsonSerializer.Deserialize<Progress>(WithoutMark(json), Format));
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            string kept = Keep(path);
            notice = Language.Pick(
                $"The progress file {path} could not be understood ({exception.Message}). It is kept as {kept}; progress starts afresh.",
                $"进度文件 {path} 无法读懂（{exception.Message}）。原文件保留为 {kept}，进度重新开始记录。");
            return new Progress();
        }
    }

    /// <summary>A null where something is expected is damage too; a dictionary's values are not looked at by the reader.</summary>
    private static Progress Whole(Progress? read) =>
        read is null || read.Exercises.ContainsValue(null!) || read.Predictions.ContainsValue(null!) || read.Claims.ContainsValue(null!)
            ? throw new JsonException("it holds 'null' where an exercise, a prediction or a claim belongs")
            : read;

    /// <summary>Loads, changes and replaces the file as one step.</summary>
    /// <returns>The notice of a damaged file, or null.</returns>
    public static string? Change(string path, Action<Progress> change)
    {
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        using FileStream hold = Lock(Path.Combine(folder, ".lock"));

        Progress progress = Load(path, out string? notice);
        change(progress);
        string fresh = $"{path}.{Environment.ProcessId}";
        File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(progress, Format));
        File.Move(fresh, path, overwrite: true);
        return notice;
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json) => json.StartsWith("\uFEFF"u8) ? json["\uFEFF"u8.Length..] : json;

    private static FileStream Lock(string path)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < LockTries)
            {
                Thread.Sleep(LockPause);
            }
        }
    }

    private static string Keep(string path)
    {
        for (int number = 1; ; number++)
        {
            string kept = Path.ChangeExtension(path, $".damaged-{number}.json");
            if (File.Exists(kept))
                continue;
            File.Move(path, kept);
            return Path.GetFileName(kept);
        }
    }
}
