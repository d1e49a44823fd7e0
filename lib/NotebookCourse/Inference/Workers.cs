namespace NotebookCourse.Inference;

/// <summary>Work that several threads can share: each call does one part of it.</summary>
internal interface IShared
{
    /// <summary>Does part <paramref name="part"/> of <paramref name="parts"/>.</summary>
    void Do(int part, int parts);
}

/// <summary>
/// Threads that live as long as the program and wait for work: first by looking, for as long as waking a thread would take, then
/// asleep. The caller is one of them. Handing out work allocates nothing.
/// </summary>
internal sealed class Workers
{
    private const int Looks = 2_000;

    private readonly Lock _oneAtATime = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly int _helpers;
    private IShared? _work;
    private long _claim; // the round in the upper half, the next part nobody has taken in the lower
    private int _sleepers, _unfinished;
    private Exception? _fault;

    /// <summary>A pool.</summary>
    /// <param name="threads">Threads together with the caller's. Range: at least 1.</param>
    public Workers(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _helpers = threads - 1;
        _claim = threads; // nothing to take
        for (int i = 1; i <= _helpers; i++)
            new Thread(Help) { IsBackground = true, Name = $"inference {i}" }.Start();
    }

    /// <summary>The pool of the process: a thread for each processor.</summary>
    public static Workers Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>Threads that share work, the caller's included.</summary>
    public int Threads => _helpers + 1;

    /// <summary>
    /// Has the parts done, by whoever comes first, and waits for all of them. A helper that gets no processor in time costs nothing: the caller does
    /// its part, too.
    /// </summary>
    /// <exception cref="AggregateException">A part failed.</exception>
    public void Run(IShared work)
    {
        if (_helpers == 0 || !_oneAtATime.TryEnter())
        {
            work.Do(0, 1); // alone: another model is using the pool, and waiting for it would take longer
            return;
        }

        try
        {
            _work = work;
            Volatile.Write(ref _unfinished, Threads);
            Interlocked.Exchange(ref _claim, ((_claim >> 32) + 1) << 32);
            if (Volatile.Read(ref _sleepers) is > 0 and int asleep)
                _wake.Release(asleep);
            while (TryTake(out int part))
                Do(part);
            var look = default(SpinWait);
            while (Volatile.Read(ref _unfinished) != 0)
                look.SpinOnce(sleep1Threshold: -1);
            _work = null;
            if (Interlocked.Exchange(ref _fault, null) is { } fault)
                throw new AggregateException(fault);
        }
        finally
        {
            _oneAtATime.Exit();
        }
    }

    private void Help()
    {
        while (true)
        {
            if (TryTake(out int part))
                Do(part);
            else
                WaitForWork();
        }
    }

    private bool TryTake(out int part)
    {
        while (true)
        {
            long claim = Volatile.Read(ref _claim);
            part = (int)(uint)claim;
            if (part >= Threads)
                return false;
            if (Interlocked.CompareExchange(ref _claim, claim + 1, claim) == claim)
                return true; // the round cannot end before this part is done, so _work stays what it is
        }
    }

    private void Do(int part)
    {
        try
        {
            _work!.Do(part, Threads);
        }
        catch (Exception fault)
        {
            _fault = fault; // handed to the caller of Run
        }

        Interlocked.Decrement(ref _unfinished);
    }

    private bool HasWork => (int)(uint)Volatile.Read(ref _claim) < Threads;

    private void WaitForWork()
    {
        for (int look = 0; look < Looks; look++)
        {
            if (HasWork)
                return;
            Thread.SpinWait(8);
        }

        Interlocked.Increment(ref _sleepers);
        while (!HasWork)
            _wake.Wait();
        Interlocked.Decrement(ref _sleepers);
    }
}
