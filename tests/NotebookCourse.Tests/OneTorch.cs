namespace NotebookCourse.Tests;

/// <summary>
/// Tests that compute with libtorch. Its count of live tensors, which several of them hold to be unchanged, its random generator and its number
/// of threads are the process's own, so these run one at a time, beside those that do without it.
/// </summary>
[CollectionDefinition(Name)]
public sealed class OneTorch
{
    public const string Name = "libtorch";
}
