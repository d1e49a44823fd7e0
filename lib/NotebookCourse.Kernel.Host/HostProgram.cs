using System.Reflection;

namespace NotebookCourse.Kernel;

/// <summary>Starts the engine beside it, apart from what the cells will load.</summary>
internal static class HostProgram
{
    private const string Engine = "NotebookCourse.Kernel.dll";

    private static int Main(string[] args)
    {
        Globalization.Prepare(); // before anything asks for a culture
        string folder = AppContext.BaseDirectory;
        string engine = Path.Combine(folder, Engine);
        if (!File.Exists(engine))
        {
            Console.Error.WriteLine($"The kernel's engine '{engine}' is missing. Install the kernel anew.");
            return 1;
        }

        var program = new EngineContext(folder).LoadFromAssemblyPath(engine).EntryPoint!;
        return (int)program.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [args], null)!;
    }
}
