namespace NotebookCourse.Kernel.Directives;

/// <summary>The <c>#!</c> commands that there are.</summary>
internal static class CellCommands
{
    /// <summary>Every command and what it does.</summary>
    public static readonly IReadOnlyList<(string Name, string Meaning)> Known =
    [
        ("#!csharp", "The lines below are C#, which they are anyway."),
        ("#!html", "Shows the lines below as HTML."),
        ("#!markdown", "Shows the lines below as Markdown."),
        ("#!mermaid", "Shows the lines below as a Mermaid diagram, in front ends that know it."),
        ("#!javascript", "Runs the lines below in the page that shows the notebook."),
        ("#!import", "Runs the C# cells of a file here: #!import path (.ipynb, .dib, .cs or .csx), from the notebook's folder."),
        ("#!set", "Declares a variable: #!set --name x --value 5; @input:prompt and @password:prompt ask, @csharp:name and @value:name take one that exists."),
        ("#!value", "Keeps a text by name: #!value --name x, and the text below it, or --from-file path, or --value text."),
        ("#!share", "Declares a variable with a kept text: #!share --from value x."),
        ("#!time", "Shows how long the cell took."),
        ("#!who", "Lists the variables with their types and values."),
        ("#!about", "Says which kernel and which .NET this is."),
        ("#!lsmagic", "Lists these commands."),
    ];

    /// <summary>The media type that the lines below a command are in; null for a command that is none of these.</summary>
    public static string? MediaType(string name) => name switch
    {
        "#!html" => "text/html",
        "#!markdown" or "#!md" => "text/markdown",
        "#!mermaid" => "text/vnd.mermaid",
        "#!javascript" or "#!js" => "application/javascript",
        _ => null,
    };

    /// <summary>Whether the lines below a command are C#.</summary>
    public static bool IsCSharp(string name) => name is "#!csharp" or "#!c#" or "#!C#";

    /// <summary>What only changes what is shown after the cell, wherever it stands.</summary>
    public static bool IsReport(string name) => name is "#!time" or "#!who" or "#!whos" or "#!lsmagic" or "#!about";

    /// <summary>What is done at its place.</summary>
    public static bool IsAction(string name) => name is "#!import" or "#!set" or "#!share" or "#!value";

    /// <summary>What to write instead of a command of another kernel; null if none of the known ones has that name.</summary>
    public static string? Advice(string name) => name switch
    {
        "#!fsharp" or "#!f#" or "#!F#" => "this kernel runs C# only. Open the F# cells in an F# notebook or script, or write them in C#",
        "#!pwsh" or "#!powershell" => "this kernel runs C# only. Start the program from C#: System.Diagnostics.Process.Start(\"pwsh\", [\"-Command\", \"...\"])",
        "#!bash" or "#!sh" or "#!cmd" => "this kernel runs C# only. Start the program from C#: System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"...\"])",
        "#!python" or "#!r" or "#!julia" or "#!jupyter" => "this kernel runs C# only. Open those cells in a notebook of that language",
        "#!sql" or "#!kql" or "#!sql-database" => "this kernel runs C# only. Query from C#, for example with #r \"nuget: Microsoft.Data.Sqlite\" or #r \"nuget: Microsoft.Data.SqlClient\" and Dapper",
        "#!connect" => "connections to other kernels and databases are not made. Query from C#, for example with #r \"nuget: Microsoft.Data.SqlClient\"",
        "#!http" or "#!httpRequest" => "this kernel runs C# only. Ask from C#: await new System.Net.Http.HttpClient().GetStringAsync(\"...\")",
        "#!d3js" or "#!vega" or "#!react" => "this library is not built in. Show it as HTML: display(HTML(\"<script>...</script>\"))",
        _ => null,
    };

    /// <summary>Whether a line below text of another language ends that text: any command of this kernel or of Microsoft's does.</summary>
    public static bool EndsText(string name) =>
        IsCSharp(name) || MediaType(name) is not null || IsReport(name) || IsAction(name) || Advice(name) is not null;
}
