namespace NotebookCourse.Kernel.Tests.Scripting;

/// <summary>
/// Tests whose cells run in this process. A kernel has one notebook: the console, the current directory, and the switch that ends the counted
/// loops of an interrupted cell are the process's own, so these run one at a time, beside those that start a kernel.
/// </summary>
[CollectionDefinition(Name)]
public sealed class OneNotebook
{
    public const string Name = "one notebook in this process";
}
