using LLama;
using LLama.Common;
using LLama.Native;
using NotebookCourse.Sampling;

namespace NotebookCourse.Benchmarks;

/// <summary>llama.cpp on a GGUF file.</summary>
internal sealed class LlamaCpp : IDisposable
{
    private readonly LLamaWeights _weights;
    private readonly LLamaContext _context;

    public LlamaCpp(string file, int context, int threads)
    {
        var settings = new ModelParams(file) { ContextSize = (uint)context, BatchSize = 512, UBatchSize = 512, Threads = threads, BatchThreads = threads };
        _weights = LLamaWeights.LoadFromFile(settings);
        _context = _weights.CreateContext(settings);
    }

    public void Decode(int from, int tokens)
    {
        Start(Workload.Tokens(from, _weights.Vocab.Count));
        DecodeOn(from, tokens);
    }

    public void Start(int[] prompt)
    {
        _context.NativeHandle.MemoryClear();
        for (int at = 0; at < prompt.Length; at += 512)
        {
            var batch = new LLamaBatch();
            for (int i = at; i < Math.Min(at + 512, prompt.Length); i++)
                batch.Add(prompt[i], i, (LLamaSeqId)0, i == prompt.Length - 1);
            _context.NativeHandle.Decode(batch);
        }
    }

    public void Prefill(int[] prompt) => Start(prompt);

    public void DecodeOn(int from, int tokens)
    {
        _context.NativeHandle.MemorySequenceRemove((LLamaSeqId)0, from, -1);
        int token = 1;
        for (int i = 0; i < tokens; i++)
        {
            var batch = new LLamaBatch();
            batch.Add(token, from + i, (LLamaSeqId)0, true);
            _context.NativeHandle.Decode(batch);
            token = Greedy.Choose(_context.NativeHandle.GetLogitsIth(0));
        }
    }

    public void Dispose()
    {
        _context.Dispose();
        _weights.Dispose();
    }
}
