using System.Text.RegularExpressions;
using Markdig.Extensions.CustomContainers;
using Markdig.Syntax;
using NotebookCourse.Exercises;

namespace NotebookCourse.Workshop.Lessons;

/// <summary>Reads one <c>:::: exercise</c> block.</summary>
internal sealed partial class ExerciseParser(SourceText source, Action<int, string> problem)
{
    private ProsePart? _task;
    private CodePart? _stub;
    private CodePart? _check;
    private CodePart? _solution;
    private CodeOptions _options = CodeOptions.Plain;
    private readonly List<Hint> _hints = [];
    private readonly List<WrongAttempt> _wrong = [];

    public ExercisePart? Read(CustomContainer container)
    {
        int line = container.Line + 1;
        Match head = Head().Match(container.Arguments ?? "");
        if (!head.Success || !Exercise.IsName(head.Groups["name"].Value))
        {
            problem(line, $"'exercise {container.Arguments}' cannot be read; expected ':::: exercise NAME difficulty=1 minutes=5', the name in lower-case words joined by dashes, difficulty 1 to 3, then 'data' if its code holds the other language's text as data");
            return null;
        }

        _options = CodeOptions.Plain with { HoldsData = head.Groups["data"].Success };
        List<Block> blocks = [.. container];
        for (int i = 0; i < blocks.Count; i++)
            Read(blocks, ref i);

        if (_task is null || _stub is null || _check is null || _solution is null)
        {
            problem(line, $"exercise '{head.Groups["name"].Value}' has no {Missing()}; expected a task in both languages, then stub, check, hints, solution and at least two wrong attempts");
            return null;
        }

        return new ExercisePart(
            line, head.Groups["name"].Value, int.Parse(head.Groups["difficulty"].Value), int.Parse(head.Groups["minutes"].Value),
            _task, _stub, _check, _hints, _solution, _wrong);
    }

    private void Read(List<Block> blocks, ref int index)
    {
        switch (blocks[index])
        {
            case CustomContainer { Info: "en" or "zh" }:
                ProsePart? prose = ProsePairs.Read(blocks, ref index, source, problem);
                if (_task is not null && prose is not null)
                    problem(prose.Line, "a second task; expected one '::: en' and one '::: zh' in an exercise");
                _task ??= prose;
                break;
            case CustomContainer { Info: "hint" } hint:
                ReadHint(hint);
                break;
            case FencedCodeBlock { Info: "csharp" } fence:
                ReadCode(fence);
                break;
            case var other:
                problem(other.Line + 1, "not part of an exercise; expected '::: en', '::: zh', '::: hint ID', or '```csharp' with stub, check, solution or wrong hint=ID");
                break;
        }
    }

    private void ReadCode(FencedCodeBlock fence)
    {
        var code = new CodePart(fence.Line + 1, source.Inside(fence), _options);
        string role = (fence.Arguments ?? "").Trim();
        if (Wrong().Match(role) is { Success: true } wrong)
            _wrong.Add(new WrongAttempt(code, wrong.Groups["id"].Value));
        else if (role == "stub")
            Once(ref _stub, code, role);
        else if (role == "check")
            Once(ref _check, code, role);
        else if (role == "solution")
            Once(ref _solution, code, role);
        else
            problem(code.Line, $"'csharp {role}' is not known in an exercise; expected stub, check, solution or wrong hint=ID");
    }

    private void Once(ref CodePart? place, CodePart code, string role)
    {
        if (place is not null)
            problem(code.Line, $"a second '{role}'; the first is at line {place.Line}");
        place = code;
    }

    private void ReadHint(CustomContainer container)
    {
        if (new ShortTextParser(source, problem).ReadHint(container) is not { } read)
            return;
        if (_hints.Any(hint => hint.Id == read.Id))
            problem(read.Line, $"hint '{read.Id}' is there already in this exercise; expected each id once");
        _hints.Add(read);
    }

    private string Missing() =>
        _task is null ? "task" : _stub is null ? "stub" : _check is null ? "check" : "solution";

    [GeneratedRegex(@"^\s*(?<name>\S+)\s+difficulty=(?<difficulty>[1-3])\s+minutes=(?<minutes>\d{1,2})(?<data>\s+data)?\s*$")]
    private static partial Regex Head();

    [GeneratedRegex(@"^wrong\s+hint=""?(?<id>[a-z0-9-]+)""?$")]
    private static partial Regex Wrong();
}
