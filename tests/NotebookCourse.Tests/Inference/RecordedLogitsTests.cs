using System.Text.Encodings.Web;
using System.Text.Json;
using NotebookCourse.Checkpoints;
using NotebookCourse.Inference;

namespace NotebookCourse.Tests.Inference;

/// <summary>What <c>data/llama-cpp</c> says llama.cpp computes is what it computes.</summary>
public sealed class RecordedLogitsTests
{
    private const double Tolerance = 1e-3;

    private const string Record = "NOTEBOOKCOURSE_RECORD", Text = "Call me Ishmael. 明月几时有，把酒问青天。34+21=";

    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void The_recorded_logits_are_llama_cpp_s()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("tiny-v3.gguf");
        using InferenceModel model = InferenceModel.Load("tiny-v3");
        GgufExport.Write(model, file, GgufType.F32);
        Recording now = Read(file);
        if (Environment.GetEnvironmentVariable(Record) == "1")
            File.WriteAllText(CourseData.Path("llama-cpp", "tiny-v3.json"), JsonSerializer.Serialize(now, Written) + "\n");

        Recording recorded = JsonSerializer.Deserialize<Recording>(File.ReadAllText(CourseData.Path("llama-cpp", "tiny-v3.json")), Written)!;
        Assert.Equal(Text, recorded.Text);
        Assert.Equal(now.Tokens, recorded.Tokens);
        Assert.Equal(model.Tokenizer!.Encode(Text), recorded.Tokens);
        AssertClose(now.Logits, recorded.Logits);
        using InferenceModel again = InferenceModel.Load(file);
        using InferenceSession session = again.NewSession(threads: 1);
        AssertClose(recorded.Logits, session.Read(recorded.Tokens).ToArray());
    }

    private static Recording Read(string file)
    {
        using var llama = LlamaCpp.Open(file);
        int[] tokens = llama.Tokenize(Text);
        return new Recording("llama.cpp, called by LLamaSharp", Text, tokens, llama.Read(tokens)[^llama.VocabularySize..]);
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(expected.Zip(actual).Max(pair => Math.Abs((double)pair.First - pair.Second)), 0, Tolerance);
    }

    /// <summary>The file.</summary>
    private sealed record Recording(string Program, string Text, int[] Tokens, float[] Logits);
}
