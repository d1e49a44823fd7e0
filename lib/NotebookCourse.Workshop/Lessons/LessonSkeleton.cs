namespace NotebookCourse.Workshop.Lessons;

/// <summary>The source of a lesson that has only its shape: it builds and passes every check of a draft.</summary>
internal static class LessonSkeleton
{
    public static string Write(int number, string name)
    {
        string words = name.Replace('-', ' ');
        string title = char.ToUpperInvariant(words[0]) + words[1..];
        return $$"""
            ---
            title: { en: {{title}}, zh: {{title}} }
            question: { en: What is asked?, zh: 这一课要回答什么？ }
            part: {{(number == 0 ? "0" : number <= 6 ? "I" : number <= 11 ? "II" : "III")}}
            seconds: 20
            needs: []
            claims: []
            draft: true
            ---
            ::: en
            ## The question
            What is asked, the article's claim about it (a short quote and its number), and what you expect.
            :::
            ::: zh
            ## 问题
            要回答什么问题，文章是怎么说的（简短引用和编号），你预计会怎样。
            :::
            ```csharp
            #load "../course.csx"
            using NotebookCourse;
            using NotebookCourse.Exercises;
            ```
            ::: en
            Commit to a guess before anything is measured.
            :::
            ::: zh
            测量之前，先写下猜测。
            :::
            ```csharp
            double? guess = null; // your guess: a number || 你的猜测，写一个数
            Prediction.Ask("{{name}}-guess", guess)
            ```
            ::: en
            ## By hand
            The smallest example, with numbers that can be checked on paper.
            :::
            ::: zh
            ## 手算
            最小的例子，数字可以在纸上验证。
            :::
            ```csharp
            double measured = 1.0 + 1.0;
            Console.WriteLine($"{Language.Pick("measured", "实测")}: {measured}");
            ```
            ::: en
            The guess meets the number.
            :::
            ::: zh
            把猜测和结果放在一起。
            :::
            ```csharp
            Prediction.Compare("{{name}}-guess", measured: measured)
            ```
            :::: exercise {{name}}-double difficulty=1 minutes=5
            ::: en
            ### Your turn
            Write the method so that it returns twice its argument.
            :::
            ::: zh
            ### 轮到你了
            把方法补完整，让它返回参数的两倍。
            :::
            ```csharp stub
            double Twice(double value) => throw new NotYet(); // your code || 你的代码
            ```
            ```csharp check
            Exercise.Check("{{name}}-double", check => check
                .Equal(() => Twice(3), 6.0, hint: "three")
                .Equal(() => Twice(-0.5), -1.0, hint: "negative"))
            ```
            ::: hint three
            en: Two times three is six. What does your method do with 3?
            zh: 三的两倍是六。你的方法对 3 做了什么？
            :::
            ::: hint negative
            en: The sign should stay. What happens to a negative number?
            zh: 符号应当保留。负数发生了什么？
            :::
            ```csharp solution
            double Twice(double value) => 2 * value;
            ```
            ```csharp wrong hint=three
            double Twice(double value) => value * value;
            ```
            ```csharp wrong hint=negative
            double Twice(double value) => 2 * Math.Abs(value);
            ```
            ::::
            ::: en
            ## What we know now
            Three sentences, the sources with section and equation numbers, and what comes next.
            :::
            ::: zh
            ## 我们现在知道了什么
            三句话，出处（章节与公式编号），以及接下来学什么。
            :::

            """;
    }
}
