using System.CommandLine;
using NotebookCourse.Workshop.Pages;

namespace NotebookCourse.Workshop.Commands;

/// <summary><c>site</c>: the course as static pages.</summary>
internal static class SiteCommand
{
    public static Command Create(CourseFolder course)
    {
        var output = new Option<string>("--output") { Description = "The folder to write.", DefaultValueFactory = _ => "site" };
        var address = new Option<string?>("--address") { Description = "Where the site will stand, such as https://example.org/course/: a sitemap for search engines needs it." };
        var command = new Command("site", "Writes the lessons as pages that need no server.") { output, address };
        command.SetAction(arguments =>
        {
            string given = arguments.GetValue(output)!;
            if (string.IsNullOrWhiteSpace(given))
                throw new UsageException("--output got an empty name; expected a folder, such as 'site'.");
            string folder = Path.GetFullPath(given);
            int pages = Write(new StaticSite(course, folder, ReadAddress(arguments.GetValue(address))), folder);
            Console.WriteLine($"{pages} pages in {folder}");
            return ExitCode.Good;
        });
        return command;
    }

    private static int Write(StaticSite site, string folder)
    {
        try
        {
            return site.Write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The pages cannot be written to {folder} ({exception.Message}). Name a folder that you may write with --output.");
        }
    }

    private static Uri? ReadAddress(string? text)
    {
        if (text is null)
            return null;
        return Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out Uri? address) && (address.Scheme is "http" or "https")
            ? address
            : throw new UsageException($"--address got '{text}'; expected an address such as https://example.org/course/.");
    }
}
