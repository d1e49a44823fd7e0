using System.Globalization;

namespace NotebookCourse.Training;

/// <summary>How a run computes, as its state notes it. What is read is not trusted: a million threads would take the machine down.</summary>
/// <param name="Threads">Threads torch computes with.</param>
/// <param name="BFloat16Products">Whether products are done in BF16.</param>
internal sealed record StateNotes(int Threads, bool BFloat16Products)
{
    private const string StepKey = "step", ThreadsKey = "threads", ProductsKey = "products", BFloat16 = "bfloat16", Float32 = "float32";

    /// <summary>Adds them to a file's notes.</summary>
    public void Write(Dictionary<string, string> notes, long step)
    {
        notes[StepKey] = step.ToString(CultureInfo.InvariantCulture);
        notes[ThreadsKey] = Threads.ToString(CultureInfo.InvariantCulture);
        notes[ProductsKey] = BFloat16Products ? BFloat16 : Float32;
    }

    /// <summary>Reads them.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="notes">Its notes.</param>
    /// <param name="steps">Steps that its curve has.</param>
    /// <exception cref="InvalidDataException">A note is missing or is none that a run writes.</exception>
    public static StateNotes Read(string path, IReadOnlyDictionary<string, string> notes, long steps)
    {
        Number(StepKey, steps, steps, "the steps of its curve");
        int threads = (int)Number(ThreadsKey, 1, ThreadChoice.Most, "for this machine");
        string products = notes.GetValueOrDefault(ProductsKey, "missing");
        return products is BFloat16 or Float32
            ? new StateNotes(threads, products == BFloat16)
            : throw Wrong(ProductsKey, products, $"{BFloat16} or {Float32}");

        long Number(string key, long least, long most, string why)
        {
            string text = notes.GetValueOrDefault(key, "missing");
            string range = least == most ? $"{least}" : $"{least} to {most}";
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most
                ? number
                : throw Wrong(key, text, $"{range}, {why}");
        }

        InvalidDataException Wrong(string key, string value, string expected) =>
            new($"'{path}' cannot be resumed from: its note '{key}' is '{value}', expected {expected}. Start a new run in another folder.");
    }
}
