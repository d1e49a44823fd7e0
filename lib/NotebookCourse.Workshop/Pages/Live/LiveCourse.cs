using System.Collections.Concurrent;
using NotebookCourse.Workshop.Notebooks;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The open lessons of a running server, and where the learner was last.</summary>
internal sealed class LiveCourse : IAsyncDisposable
{
    private static readonly TimeSpan WatchedIdle = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan UnwatchedIdle = TimeSpan.FromMinutes(5);

    private readonly PageCourse _course;
    private readonly string _learner;
    private readonly Func<string, Task<ILessonKernel>> _startKernel;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, LearnerEdits> _edits = new();
    private readonly Dictionary<(string Language, string Id), (PageLesson Page, LiveLesson Lesson)> _lessons = [];
    private readonly Lock _gate = new();
    private readonly LearnerFile<LastPlace> _last;
    private readonly KernelPlaces _places;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;

    /// <summary>Opens the course.</summary>
    /// <param name="course">Its lessons.</param>
    /// <param name="learner">The learner's folder.</param>
    /// <param name="startKernel">Starts a kernel for a lesson in a language.</param>
    /// <param name="clock">Tells how long a kernel has had nothing to do.</param>
    /// <param name="mostKernels">How many kernels run at once.</param>
    public LiveCourse(PageCourse course, string learner, Func<string, Task<ILessonKernel>> startKernel, TimeProvider clock, int mostKernels)
    {
        (_course, _learner, _startKernel, _clock) = (course, learner, startKernel, clock);
        _places = new KernelPlaces(mostKernels);
        _last = new LearnerFile<LastPlace>(Path.Combine(learner, "pages", "last.json"));
        _timer = clock.CreateTimer(_ => _ = EndIdleAsync(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
    }

    /// <summary>What the learner must be told about their files.</summary>
    public LearnerNotices Notices { get; } = new();

    /// <summary>The time now, by the course's clock.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>The lesson the learner was last in, or null.</summary>
    public string? LastLesson => _last.Load(out _).Lesson;

    /// <summary>Remembers where the learner is. A folder that cannot be written is told with the first edit, not here.</summary>
    public void Remember(string lesson) => _last.Save(new LastPlace { Lesson = lesson });

    /// <summary>The open lesson, opened now if it was not, with the cells that its notebook has now; null if there is none of that id.</summary>
    public LiveLesson? Find(string language, string id)
    {
        if (_course.Lessons(language).FirstOrDefault(lesson => lesson.Id == id) is not { } page)
            return null;
        lock (_gate)
        {
            if (!_lessons.TryGetValue((language, id), out var open))
                open.Lesson = Create(language, id, page);
            else if (!ReferenceEquals(open.Page, page))
                open.Lesson.Renew(CodeOf(page));
            _lessons[(language, id)] = (page, open.Lesson);
            return open.Lesson;
        }
    }

    /// <summary>Ends the kernels that have had nothing to do for long.</summary>
    public Task EndIdleAsync() => Task.WhenAll(Opened.Select(lesson => lesson.EndIfIdleAsync(WatchedIdle, UnwatchedIdle)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _stop.CancelAsync();
        await Task.WhenAll(Opened.Select(lesson => lesson.DisposeAsync().AsTask()));
        _places.Dispose();
        _stop.Dispose();
    }

    private LiveLesson[] Opened
    {
        get
        {
            lock (_gate)
                return [.. _lessons.Values.Select(open => open.Lesson)];
        }
    }

    private LiveLesson Create(string language, string id, PageLesson page)
    {
        LearnerEdits edits = _edits.GetOrAdd(id, _ => new LearnerEdits(Path.Combine(_learner, "pages", id + ".json")));
        var lesson = new LiveLesson(CodeOf(page), edits, Notices, (waits, stop) => StartAsync(language, waits, stop), _clock);
        lesson.Rests += () => _ = _places.IsAnybodyWaiting ? MakeRoomAsync() : Task.CompletedTask;
        return lesson;
    }

    private async Task<ILessonKernel> StartAsync(string language, Action waits, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _stop.Token);
        await _places.TakeAsync(MakeRoomAsync, waits, either.Token);
        return await _places.FillAsync(() => _startKernel(language));
    }

    /// <summary>Ends the kernel of the lesson that was left longest ago, if one has nothing to do and no window.</summary>
    private Task MakeRoomAsync() => Opened.Where(lesson => lesson.IsIdleAndUnwatched).MinBy(lesson => lesson.LastUse)?.MakeRoomAsync() ?? Task.CompletedTask;

    private static IReadOnlyList<NotebookCell> CodeOf(PageLesson page) => [.. page.Cells.Select(cell => cell.Cell).Where(cell => cell.IsCode)];

    private sealed class LastPlace
    {
        public string? Lesson { get; set; }
    }
}
