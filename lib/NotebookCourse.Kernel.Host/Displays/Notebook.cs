using Microsoft.DotNet.Interactive;
using NotebookCourse.Kernel.Outputs;
using NotebookCourse.Kernel.Sessions;

namespace NotebookCourse.Kernel.Displays;

/// <summary>What every cell can call without a using line.</summary>
public abstract class Notebook
{
    private protected Notebook()
    {
    }

    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">Anything; a string is shown as text, the rest as HTML with text beside it.</param>
    /// <param name="mimeTypes">The media types wanted; none means those that suit the value.</param>
    /// <returns>The display, which can be changed later.</returns>
    public static DisplayedValue display(object? value, params string[] mimeTypes)
    {
        var displayed = new DisplayedValue(Guid.NewGuid().ToString("N"), mimeTypes);
        displayed.Show(value, isUpdate: false);
        return displayed;
    }

    /// <summary>Text that is HTML: as a cell's last expression, or given to <see cref="display"/>, it is rendered.</summary>
    public static MediaContent HTML(string html) => new("text/html", html);

    /// <summary>Text that is Markdown.</summary>
    public static MediaContent Markdown(string markdown) => new("text/markdown", markdown);

    /// <summary>Runs JavaScript in the page that shows the notebook.</summary>
    public static void Javascript(string script) => display(new MediaContent("application/javascript", script));

    /// <summary>Styles the page that shows the notebook, as long as this output is there.</summary>
    /// <param name="content">The style sheet.</param>
    public static void CSS(string content) => display(new MediaContent("text/html", $"<style>\n{content}\n</style>"));

    /// <summary>Removes what the cell has shown so far.</summary>
    /// <param name="wait">Only when the next output comes, which avoids a flicker.</param>
    public static void clear_output(bool wait = false) => CellRun.Current?.Send(new ClearOutput(wait));

    /// <summary>Asks the person for one line.</summary>
    /// <param name="prompt">What to show beside the input.</param>
    /// <returns>The line.</returns>
    public static string GetInput(string prompt = "") => CellReader.Ask(prompt, password: false);

    /// <summary>Asks the person for one line that is not shown.</summary>
    /// <param name="prompt">What to show beside the input.</param>
    /// <returns>The line.</returns>
    public static string GetPassword(string prompt = "") => CellReader.Ask(prompt, password: true);

    /// <summary>Asks the person for one line.</summary>
    /// <param name="prompt">What to show beside the input.</param>
    /// <param name="typeHint"><c>password</c> if the line is not to be shown.</param>
    /// <returns>The line.</returns>
    public static Task<string> GetInputAsync(string prompt = "", string typeHint = "text") => Task.FromResult(CellReader.Ask(prompt, typeHint == "password"));

    /// <summary>Asks the person for one line that is not shown.</summary>
    /// <param name="prompt">What to show beside the input.</param>
    /// <returns>The line.</returns>
    public static Task<PasswordString> GetPasswordAsync(string prompt = "") => Task.FromResult(new PasswordString(CellReader.Ask(prompt, password: true)));
}
