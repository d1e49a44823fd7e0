using System.Globalization;

namespace NotebookCourse.Display;

/// <summary>A number for a person to read.</summary>
internal static class ShortNumber
{
    /// <summary>
    /// A whole number, or one of 1,000 and more, without a fraction; eleven digits where a rounder number would hide
    /// that it is not whole (1.0000012333); else four.
    /// </summary>
    public static string Of(double number)
    {
        double whole = Math.Round(number);
        if ((number == whole || Math.Abs(number) >= 1000) && Math.Abs(number) < 1e15)
            return whole.ToString("#,##0", CultureInfo.InvariantCulture);
        bool nearlyWhole = Math.Abs(number - whole) < 1e-5 * Math.Abs(number);
        return number.ToString(nearlyWhole ? "G11" : "G4", CultureInfo.InvariantCulture);
    }
}
