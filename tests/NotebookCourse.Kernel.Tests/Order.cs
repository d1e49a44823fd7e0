using Xunit.Abstractions;

// The console and the current directory belong to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: TestCollectionOrderer("NotebookCourse.Kernel.Tests.InterruptsLast", "NotebookCourse.Kernel.Tests")]

namespace NotebookCourse.Kernel.Tests;

/// <summary>Tests that abort threads come last: what an aborted thread leaves behind belongs to the process too.</summary>
public sealed class InterruptsLast : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => collection.DisplayName.Contains("Interrupt", StringComparison.Ordinal));
}
