using NotebookCourse.Display;
using Plotly.NET;

namespace NotebookCourse.Figures;

/// <summary>Charts that a learner makes with Plotly.NET itself, shown like the course's own figures.</summary>
public static class PlotlyCharts
{
    private const string Formatting = "Microsoft.DotNet.Interactive.Formatting";

    /// <summary>
    /// From now on a <see cref="GenericChart"/> that a cell shows is drawn without a network: alone, in an object, in a list.
    /// </summary>
    /// <remarks>
    /// <c>course.csx</c> calls it in the first cell of a lesson. Microsoft's kernel takes formatters for a type it does not
    /// know through <c>Formatter.Register</c>, found by name; the course's kernel knows these charts and has no such method.
    /// </remarks>
    public static void ShowInCells()
    {
        var formatter = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == Formatting)?.GetType(Formatting + ".Formatter");
        var register = formatter?.GetMethod("Register", [typeof(Type), typeof(Action<object, TextWriter>), typeof(string)]);
        var prefer = formatter?.GetMethod("SetPreferredMimeTypesFor", [typeof(Type), typeof(string[])]);
        if (register is null || prefer is null)
            return;
        var formatters = new PlotlyChartFormatterSource().CreateTypeFormatters().Cast<PlotlyChartFormatterSource.Formatter>().ToList();
        foreach (var one in formatters)
            register.Invoke(null, [typeof(GenericChart), new Action<object, TextWriter>((chart, writer) => one.Format(chart, writer)), one.MimeType]);
        prefer.Invoke(null, [typeof(GenericChart), formatters.Select(one => one.MimeType).ToArray()]);
    }
}
