using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace NotebookCourse.Kernel.Scripting;

/// <summary>What to write instead of C# that a program may hold and a cell may not: the compiler's own words do not say so.</summary>
internal static partial class ScriptHints
{
    private const string Extensions = "A cell's classes lie inside a class of the compiler's, where no extension can be. Write the method at the top of the cell, without a class around it: static int Twice(this int x) => 2 * x; later cells see it.";
    private const string Using = "What a cell declares lives on in the cells below, so nothing is disposed at its end. Write using (var x = ...) { ... }, or leave 'using' away and call Dispose() yourself.";
    private const string Namespace = "A cell has no namespaces. Leave the namespace line and its braces away: later cells see the types without it.";
    private const string Fields = "A cell's variables are fields of a class, which cannot hold a Span or a ref. Use an array or Memory<T>, or put these lines into a function or a block { ... }.";

    private const string Interactive = "Of Microsoft.DotNet.Interactive this kernel has what shows and asks: Formatter, PocketView, Html, display, Kernel.GetInputAsync and GetPasswordAsync. It has one kernel, no extensions and no commands to send: write a function and call it from a cell, and name a package source with #i \"nuget:URL\".";

    /// <summary>The hint to a compiler error; null if there is none.</summary>
    /// <param name="error">The error.</param>
    /// <param name="line">The line of source that it points at.</param>
    public static string? For(Diagnostic error, string line) => error.Id switch
    {
        "CS1106" or "CS1109" or "CS9283" => Extensions,
        "CS7021" => Namespace,
        "CS0234" when InteractiveNamespace().IsMatch(line) => Interactive,
        "CS0246" or "CS0103" when InteractiveType().IsMatch(line) => Interactive,
        "CS8345" or "CS8347" when !line.TrimStart().StartsWith("public", StringComparison.Ordinal) => Fields,
        "CS8170" or "CS8172" or "CS8174" or "CS8373" => Fields,
        "CS8914" or "CS8933" => "Write the using line without 'global': it holds in all later cells anyway.",
        "CS9068" or "CS9054" => "Leave 'file' away: a cell is no file, and later cells should see the type.",
        _ when UsingDeclaration().IsMatch(line) => Using,
        _ when RefLocal().IsMatch(line) => Fields,
        _ when NamespaceLine().IsMatch(line) => Namespace,
        _ => null,
    };

    [GeneratedRegex(@"^\s*(await\s+)?using\s+(?!static\b)[\w.<>\[\],?]+\s+@?\w+\s*=")]
    private static partial Regex UsingDeclaration();

    [GeneratedRegex(@"\bMicrosoft\.DotNet\.Interactive\b")]
    private static partial Regex InteractiveNamespace();

    [GeneratedRegex(@"\b(SendEditableCode|AddPackage(Source)?|IKernelExtension|CSharpKernel|CompositeKernel|KernelExtension|KernelCommandEnvelope|ProxyKernel|KernelHost|RequestValue)\b")]
    private static partial Regex InteractiveType();

    [GeneratedRegex(@"^\s*(scoped\s+)?ref\s+(readonly\s+)?[\w.<>\[\],?]+\s+@?\w+\s*=")]
    private static partial Regex RefLocal();

    [GeneratedRegex(@"^\s*namespace\s+[\w.]+\s*[;{]?\s*$")]
    private static partial Regex NamespaceLine();
}
