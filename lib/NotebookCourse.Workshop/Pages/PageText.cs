namespace NotebookCourse.Workshop.Pages;

/// <summary>The words of the pages themselves, in one language; the script has its own in web/src/text.ts.</summary>
internal sealed record PageText
{
    private static readonly PageText English = new()
    {
        Tag = "en",
        Other = "zh",
        Course = "What is a large language model, really?",
        Lead = "A course in C# notebooks. It takes one popular article about DeepSeek-V3, measures what it says on your own computer, and tells you what holds.",
        Skip = "Skip to the text",
        Contents = "In this lesson",
        Lessons = "Lessons",
        SwitchLanguage = "中文",
        SwitchTheme = "Light or dark",
        Search = "Search",
        SearchHint = "Words to look for in all lessons",
        Close = "Close",
        RunAll = "Run all",
        RunAbove = "Run above",
        Interrupt = "Interrupt",
        Restart = "Restart C#",
        Unfinished = "The numbers follow the plan of the whole course; the lessons between them are still being written.",
        Begin = "Begin",
        Continue = "Continue: {0}",
        SavedOutput = "Output saved with the course",
        Output = "output of the cell",
        ControlAtRest = "{0} = {1}: a control, shown at its start. On the course's own pages (dotnet course.cs) it moves and runs C#.",
        Unreadable = "This lesson cannot be shown; the others can. {0}",
        Further = "Further: {0} (+{1} minutes)",
        Exercises = "solved {0} of {1}",
        ExercisesOnly = "exercises: {0}",
        Previous = "← {0}",
        Next = "{0} →",
        Parts = new Dictionary<string, string> { ["0"] = "Before you begin", ["I"] = "I · Language as probability", ["II"] = "II · The Transformer", ["III"] = "III · DeepSeek-V3" },
        Article = "The article, checked",
        ArticleLead = "{0} statements of one popular article, in its order: {1} that can be checked, and {2} that nothing can test. Each has its verdict, what decided, how that was reached and where you can compute it yourself. A quote is the article's own words unless it says otherwise.",
        Clashes = "The article against itself",
        ClashesLead = "Pairs of its own numbers that cannot both be right, found by a query. Where a number is not stated, the page says how it follows.",
        Due = "Do you still remember?",
        DueAnswer = "Answer",
        Guesses = "Your guesses",
        GuessesQuiz = "Ten guesses",
        FilterVerdict = "Verdict",
        FilterEvidence = "Decided by",
        FilterLesson = "Lesson",
        FilterAll = "all",
        InLesson = "lesson {0}",
        LessonToCome = "lesson {0}, still being written",
        Source = "source: {0}",
        Colophon = "Works without a network. The text, the code and the numbers are made from the course's sources.",
        Reading = "This is the reading copy: figures move, code does not run. 'dotnet course.cs' opens the course with a live C#.",
        NoScript = "Without JavaScript you can read everything; running code needs it.",
    };

    private static readonly PageText Chinese = new()
    {
        Tag = "zh",
        Other = "en",
        Course = "大模型到底是个啥？",
        Lead = "一门用 C# 笔记本写成的课。我们拿一篇讲 DeepSeek-V3 的热门文章，在你自己的电脑上逐条测量，看哪些说法站得住。",
        Skip = "跳到正文",
        Contents = "本课内容",
        Lessons = "课程目录",
        SwitchLanguage = "English",
        SwitchTheme = "浅色或深色",
        Search = "搜索",
        SearchHint = "在所有课程里查找",
        Close = "关闭",
        RunAll = "全部运行",
        RunAbove = "运行上方各格",
        Interrupt = "停止",
        Restart = "重启 C#",
        Unfinished = "编号按整门课的计划排；中间空缺的课还在写。",
        Begin = "开始",
        Continue = "继续：{0}",
        SavedOutput = "随课程保存的输出",
        Output = "这一格的输出",
        ControlAtRest = "{0} = {1}：控件，这里只显示起始状态。在课程自带的页面上（dotnet course.cs）可以转动，会运行 C#。",
        Unreadable = "这一课没法显示，其他各课不受影响。{0}",
        Further = "选读：{0}（+{1} 分钟）",
        Exercises = "练习 {1} 道，已解出 {0} 道",
        ExercisesOnly = "练习 {0} 道",
        Previous = "← {0}",
        Next = "{0} →",
        Parts = new Dictionary<string, string> { ["0"] = "开始之前", ["I"] = "一 · 语言即概率", ["II"] = "二 · Transformer", ["III"] = "三 · DeepSeek-V3" },
        Article = "文章对照表",
        ArticleLead = "一篇热门文章里的 {0} 条说法，按原文顺序排列：{1} 条可以检验，{2} 条怎么都没法检验。每一条都写明结论、依据、怎么得来，以及在哪一课可以自己算一遍。没有标注的引文都是文章原话。",
        Clashes = "文章自己的矛盾",
        ClashesLead = "文章自己的数里，不能同时成立的每一对，都由查询找出。没有明说的数，注明了怎样推出来。",
        Due = "还记得吗？",
        DueAnswer = "答案",
        Guesses = "你的猜测",
        GuessesQuiz = "十个猜测",
        FilterVerdict = "结论",
        FilterEvidence = "依据",
        FilterLesson = "课",
        FilterAll = "全部",
        InLesson = "第 {0} 课",
        LessonToCome = "第 {0} 课，还在写",
        Source = "出处：{0}",
        Colophon = "无需联网。文字、代码和数字都由课程源文件生成。",
        Reading = "这是阅读版：图可以动，代码不能运行。用「dotnet course.cs」打开课程，就能实时运行 C#。",
        NoScript = "没有 JavaScript 也能阅读全部内容；运行代码需要它。",
    };

    /// <summary>The languages of the course.</summary>
    public static IReadOnlyList<string> Languages { get; } = [Language.English, Language.Chinese];

    public required string Tag { get; init; }

    public required string Other { get; init; }

    public required string Course { get; init; }

    public required string Lead { get; init; }

    public required string Skip { get; init; }

    public required string Contents { get; init; }

    public required string Lessons { get; init; }

    public required string SwitchLanguage { get; init; }

    public required string SwitchTheme { get; init; }

    public required string Search { get; init; }

    public required string SearchHint { get; init; }

    public required string Close { get; init; }

    public required string RunAll { get; init; }

    public required string RunAbove { get; init; }

    public required string Interrupt { get; init; }

    public required string Restart { get; init; }

    /// <summary>Why numbers are missing between the lessons.</summary>
    public required string Unfinished { get; init; }

    public required string Begin { get; init; }

    public required string Continue { get; init; }

    public required string SavedOutput { get; init; }

    /// <summary>What the frame around an output is called.</summary>
    public required string Output { get; init; }

    /// <summary>Said below a figure that a control made, where no kernel answers; 0 is the control's name, 1 its setting.</summary>
    public required string ControlAtRest { get; init; }

    /// <summary>Said in place of a lesson whose files cannot be read; 0 is why.</summary>
    public required string Unreadable { get; init; }

    /// <summary>A folded further section: its heading and its minutes.</summary>
    public required string Further { get; init; }

    public required string Exercises { get; init; }

    public required string ExercisesOnly { get; init; }

    public required string Previous { get; init; }

    public required string Next { get; init; }

    public required IReadOnlyDictionary<string, string> Parts { get; init; }

    public required string Article { get; init; }

    /// <summary>What the page of the claims is; 0 is how many there are, 1 how many can be checked, 2 how many cannot.</summary>
    public required string ArticleLead { get; init; }

    /// <summary>Above the pairs of the article's numbers that contradict each other.</summary>
    public required string Clashes { get; init; }

    public required string ClashesLead { get; init; }

    /// <summary>Above questions about finished lessons that are due again.</summary>
    public required string Due { get; init; }

    public required string DueAnswer { get; init; }

    /// <summary>The page of guesses, with a learner's progress.</summary>
    public required string Guesses { get; init; }

    /// <summary>The page of guesses without: the quiz.</summary>
    public required string GuessesQuiz { get; init; }

    public required string FilterVerdict { get; init; }

    public required string FilterEvidence { get; init; }

    public required string FilterLesson { get; init; }

    public required string FilterAll { get; init; }

    public required string InLesson { get; init; }

    public required string LessonToCome { get; init; }

    public required string Source { get; init; }

    public required string Colophon { get; init; }

    public required string Reading { get; init; }

    public required string NoScript { get; init; }

    /// <summary>The words in <paramref name="language"/>.</summary>
    public static PageText In(string language) => language == Language.Chinese ? Chinese : English;
}
