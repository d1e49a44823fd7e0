using System.Globalization;
using System.Net;

namespace NotebookCourse.Workshop.Pages;

/// <summary>Small helps for writing HTML.</summary>
internal static class Html
{
    /// <summary>Text that stays text, in an element or in a quoted attribute.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Puts values in the places {0}, {1} ... of a phrase, and makes it safe.</summary>
    public static string Fill(string phrase, params ReadOnlySpan<object?> values) => Text(string.Format(CultureInfo.InvariantCulture, phrase, values));
}
