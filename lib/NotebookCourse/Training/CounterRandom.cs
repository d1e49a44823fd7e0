namespace NotebookCourse.Training;

/// <summary>
/// Chance without memory: a number computed from a seed and a place (which step, which row). A resumed run draws what
/// the uninterrupted one would have drawn, with nothing to store. The mixing is SplitMix64's finaliser
/// (Steele, Lea, Flood 2014).
/// </summary>
internal static class CounterRandom
{
    /// <summary>64 well mixed bits for a place.</summary>
    public static ulong Draw(long seed, long step, int row, int use = 0)
    {
        ulong z = Mix((ulong)seed + 0x9E3779B97F4A7C15);
        z = Mix(z ^ (ulong)step);
        return Mix(z ^ ((ulong)(uint)row << 32 | (uint)use));
    }

    /// <summary>A whole number in [0, bound); the bias of at most bound / 2^64 does not matter.</summary>
    public static int Below(int bound, long seed, long step, int row, int use = 0) =>
        (int)Math.BigMul(Draw(seed, step, row, use), (ulong)bound, out _);

    /// <summary>A number in [0, 1).</summary>
    public static double Unit(long seed, long step, int row, int use = 0) => (Draw(seed, step, row, use) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
