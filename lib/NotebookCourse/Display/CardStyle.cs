namespace NotebookCourse.Display;

/// <summary>How a card in a notebook looks: a bar and a tint of one color, with the notebook's own text color, so that it is read on light and dark alike.</summary>
internal static class CardStyle
{
    /// <summary>The value of a <c>style</c> attribute.</summary>
    /// <param name="color">The color, as <c>#rrggbb</c>.</param>
    public static string Of(string color) => $"border-left:4px solid {color};background:{color}1f;padding:8px 12px";
}
