using System.Runtime.InteropServices;

namespace NotebookCourse.Kernel;

/// <summary>Lets the kernel start on a Linux without ICU, where a program that did not choose to do without ends at once.</summary>
internal static partial class Globalization
{
    /// <summary>The switch that the runtime reads when a culture is first asked for.</summary>
    private const string Invariant = "System.Globalization.Invariant";

    /// <summary>Asks the runtime itself whether it finds the library.</summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsLinux() && LoadIcu() == 0)
            AppContext.SetSwitch(Invariant, true);
    }

    [LibraryImport("libSystem.Globalization.Native", EntryPoint = "GlobalizationNative_LoadICU")]
    private static partial int LoadIcu();
}
