using LLama;
using LLama.Common;
using LLama.Native;

namespace NotebookCourse.Tests.Inference;

/// <summary>llama.cpp itself, on one thread and with nothing rounded that need not be: the judge of the files we write.</summary>
internal sealed class LlamaCpp : IDisposable
{
    private readonly LLamaWeights _weights;
    private readonly LLamaContext _context;
    private int _position;

    static LlamaCpp() => NativeLibraryConfig.All.WithLogCallback((_, message) => Log.Append(message)); // a failure to load says no more than this

    private LlamaCpp(string file, int context)
    {
        var settings = new ModelParams(file)
        {
            ContextSize = (uint)context,
            BatchSize = 512,
            UBatchSize = 512,
            Threads = 1,
            BatchThreads = 1,
            FlashAttention = false,
            TypeK = GGMLType.GGML_TYPE_F32,
            TypeV = GGMLType.GGML_TYPE_F32,
        };
        _weights = LLamaWeights.LoadFromFile(settings);
        _context = _weights.CreateContext(settings);
    }

    /// <summary>What llama.cpp said so far.</summary>
    public static System.Text.StringBuilder Log { get; } = new();

    public int VocabularySize => _weights.Vocab.Count;

    public static LlamaCpp Open(string file, int context = 512)
    {
        Log.Clear();
        try
        {
            return new LlamaCpp(file, context);
        }
        catch (Exception fault)
        {
            throw new InvalidDataException($"llama.cpp does not load {file}: {fault.Message}\n{Log}", fault);
        }
    }

    /// <summary>Logits after each token, [tokens, vocabulary]; the tokens follow those read before.</summary>
    public float[] Read(params int[] tokens)
    {
        var batch = new LLamaBatch();
        foreach (int token in tokens)
            batch.Add(token, _position++, (LLamaSeqId)0, true);
        Assert.Equal(DecodeResult.Ok, _context.NativeHandle.Decode(batch));
        return [.. Enumerable.Range(0, tokens.Length).SelectMany(i => _context.NativeHandle.GetLogitsIth(i).ToArray())];
    }

    public int[] Tokenize(string text) => [.. _context.Tokenize(text, addBos: false, special: false).Select(token => (int)token)];

    public void Dispose()
    {
        _context.Dispose();
        _weights.Dispose();
    }
}
