// The console and the current directory belong to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
