using System.Globalization;

namespace NotebookCourse.Workshop.Pages.Live;

/// <summary>The port that the pages had the last time, in the learner's folder. A courtesy: where it cannot be read or kept, any port will do.</summary>
/// <param name="learner">The learner's folder.</param>
internal sealed class LastPort(string learner)
{
    private readonly string _path = Path.Combine(learner, "pages", "port");

    /// <summary>The port, or 0 if none is known.</summary>
    public int Read()
    {
        try
        {
            return int.TryParse(File.ReadAllText(_path), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 1023 and <= 65535 ? port : 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Keeps the port.</summary>
    public void Write(int port)
    {
        try
        {
            AtomicFile.Write(_path, [.. port.ToString(CultureInfo.InvariantCulture).Select(digit => (byte)digit)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first edit says what is wrong with the folder.
        }
    }
}
