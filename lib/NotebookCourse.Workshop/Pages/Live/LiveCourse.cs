using System.Collections.Concurrent;

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
    private readonly ConcurrentDictionary<(string Language, string Id), Lazy<LiveLesson?>> _lessons = new();
    private readonly LearnerFile<LastPlace> _last;
    private readonly ITimer _timer;

    /// <summary>Opens the course.</summary>
    /// <param name="course">Its lessons.</param>
    /// <param name="learner">The learner's folder.</param>
    /// <param name="startKernel">Starts a kernel for a lesson in a language.</param>
    /// <param name="clock">Tells how long a kernel has had nothing to do.</param>
    public LiveCourse(PageCourse course, string learner, Func<string, Task<ILessonKernel>> startKernel, TimeProvider clock)
    {
        (_course, _learner, _startKernel, _clock) = (course, learner, startKernel, clock);
        _last = new LearnerFile<LastPlace>(Path.Combine(learner, "pages", "last.json"));
        _timer = clock.CreateTimer(_ => _ = EndIdleAsync(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
    }

    /// <summary>The lesson the learner was last in, or null.</summary>
    public string? LastLesson => _last.Load(out _).Lesson;

    /// <summary>Remembers where the learner is. A folder that cannot be written is told with the first edit, not here.</summary>
    public void Remember(string lesson) => _last.Save(new LastPlace { Lesson = lesson });

    /// <summary>The open lesson, opened now if it was not; null if there is none of that id.</summary>
    public LiveLesson? Find(string language, string id) => _lessons.GetOrAdd((language, id), key => new Lazy<LiveLesson?>(() => Create(key.Language, key.Id))).Value;

    /// <summary>Ends the kernels that have had nothing to do for long.</summary>
    public Task EndIdleAsync() => Task.WhenAll(Opened.Select(lesson => lesson.EndIfIdleAsync(WatchedIdle, UnwatchedIdle)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        foreach (LiveLesson lesson in Opened)
            await lesson.DisposeAsync();
    }

    private IEnumerable<LiveLesson> Opened => _lessons.Values.Where(lesson => lesson.IsValueCreated).Select(lesson => lesson.Value).OfType<LiveLesson>();

    private LiveLesson? Create(string language, string id)
    {
        if (_course.Lessons(language).FirstOrDefault(lesson => lesson.Id == id) is not { } lesson)
            return null;
        LearnerEdits edits = _edits.GetOrAdd(id, _ => new LearnerEdits(Path.Combine(_learner, "pages", id + ".json")));
        return new LiveLesson([.. lesson.Cells.Select(cell => cell.Cell).Where(cell => cell.IsCode)], edits, () => _startKernel(language), _clock);
    }

    private sealed class LastPlace
    {
        public string? Lesson { get; set; }
    }
}
