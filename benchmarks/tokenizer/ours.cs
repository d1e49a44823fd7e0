#:project ../../lib/NotebookCourse/NotebookCourse.csproj
#:property Configuration=Release
#:property PublishAot=false

// usage: ours CHUNKS.json
// Encodes the chunks with NotebookCourse's tokenizer on one thread, twice: with a new tokenizer, which has seen
// nothing, and again. Prints JSON: seconds of both, and a checksum of the ids.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NotebookCourse.Text;

string[] chunks = JsonSerializer.Deserialize(File.ReadAllText(args[0]), ChunksJson.Default.StringArray)!;
BpeVocabulary vocabulary = DeepSeekTokenizer.Instance.Vocabulary;

// The runtime compiles hot methods a second time after a while; this is over before anything is measured.
for (var warmUp = Stopwatch.StartNew(); warmUp.Elapsed < TimeSpan.FromSeconds(2);)
    Encode(new BpeTokenizer(vocabulary));
Thread.Sleep(200);

var tokenizer = new BpeTokenizer(vocabulary);
GC.Collect();
(double first, long checksum) = Encode(tokenizer);
(double again, _) = Encode(tokenizer);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"first\":{first},\"again\":{again},\"checksum\":{checksum}}}"));

(double Seconds, long Checksum) Encode(BpeTokenizer encoder)
{
    var results = new int[chunks.Length][];
    var time = Stopwatch.StartNew();
    for (int i = 0; i < chunks.Length; i++)
        results[i] = encoder.Encode(chunks[i]);
    double seconds = time.Elapsed.TotalSeconds;

    long sum = 0;
    foreach (int id in results.SelectMany(ids => ids))
        sum = ((sum * 31) + id) % 1_000_000_007;
    return (seconds, sum);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class ChunksJson : System.Text.Json.Serialization.JsonSerializerContext;
