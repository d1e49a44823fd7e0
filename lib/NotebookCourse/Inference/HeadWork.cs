using NotebookCourse.Accounting;

namespace NotebookCourse.Inference;

/// <summary>What one thread needs while it computes one head of latent attention after another.</summary>
internal sealed unsafe class HeadWork(LatentAttentionConfig latent, int capacity, int tokens) : HeadWorkspace(capacity)
{
    private readonly int _capacity = capacity;
    private float[] _keys = [], _values = [], _allScores = [], _latents = [];

    /// <summary>One query's mixture of latents.</summary>
    public float[] Mixed { get; } = new float[latent.KeyValueRank];

    /// <summary>Rebuilt keys of a head, without their rotated part: [key, content].</summary>
    public float[] Keys => _keys;

    /// <summary>Rebuilt values of a head: [key, value].</summary>
    public float[] Values => _values;

    /// <summary>Scores of all queries at once: [query, key].</summary>
    public float[] AllScores => _allScores;

    /// <summary>y = x Wᵀ for many x.</summary>
    public void Many(float* rows, int count, int columns, long stride, float* x, long xStride, int inputs, float* y, long yStride)
        => Kernels.Panel(rows, stride, count, columns, x, xStride, inputs, y, yStride);

    /// <summary>Rebuilds a head's keys and values from the cache.</summary>
    public void Rebuild(LatentUp up, int head, float* cache, int entry, int keys)
    {
        if (_keys.Length < keys * latent.ContentHeadSize) // the first long prompt makes room once
        {
            int room = Math.Min(_capacity, Math.Max(2 * keys, 4 * tokens));
            (_keys, _values, _allScores) = (new float[room * latent.ContentHeadSize], new float[room * latent.ValueHeadSize], new float[(long)room * tokens]);
            _latents = new float[Math.Max(latent.ContentHeadSize, latent.ValueHeadSize) * latent.KeyValueRank];
        }

        fixed (float* rebuiltKeys = _keys, rebuiltValues = _values, decoded = _latents)
        {
            Rebuild(up.Values[head], decoded, cache, entry, keys, rebuiltValues);
            if (!up.KeysByRank)
            {
                Rebuild(up.Keys[head], decoded, cache, entry, keys, rebuiltKeys);
                return;
            }

            _keys.AsSpan(0, keys * latent.ContentHeadSize).Clear();
            for (int key = 0; key < keys; key++)
                Kernels.Columns(up.Keys[head], 0, latent.ContentHeadSize, cache + ((long)key * entry), rebuiltKeys + ((long)key * latent.ContentHeadSize));
        }
    }

    private void Rebuild(in Matrix matrix, float* decoded, float* cache, int entry, int keys, float* destination)
    {
        for (int row = 0; row < matrix.Rows; row++)
            Kernels.Decode(matrix, row, decoded + ((long)row * matrix.Columns));
        Kernels.Panel(decoded, matrix.Columns, matrix.Rows, matrix.Columns, cache, entry, keys, destination, matrix.Rows);
    }
}
