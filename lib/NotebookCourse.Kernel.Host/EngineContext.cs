using System.Reflection;
using System.Runtime.Loader;

namespace NotebookCourse.Kernel;

/// <summary>
/// Where the engine and the packages it is built on live. The cells' packages are loaded into the default context, so
/// that both sides can have a version of their own of the same library.
/// </summary>
/// <param name="folder">Where the engine lies, with its packages beside it.</param>
internal sealed class EngineContext(string folder) : AssemblyLoadContext("kernel")
{
    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string file = Path.Combine(folder, assemblyName.Name + ".dll");
        return IsShared(assemblyName) || !File.Exists(file) ? null : LoadFromAssemblyPath(file);
    }

    // What cells and engine must see as one: this assembly.
    private static bool IsShared(AssemblyName name) => name.Name == typeof(EngineContext).Assembly.GetName().Name;
}
