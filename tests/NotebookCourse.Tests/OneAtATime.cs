// libtorch counts live tensors for the whole process, and several tests ask that the count is what it was.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
