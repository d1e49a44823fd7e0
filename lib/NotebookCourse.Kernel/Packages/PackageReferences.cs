namespace NotebookCourse.Kernel.Packages;

/// <summary>The packages of one session. Those of a whole cell are restored together, with those of the cells before.</summary>
internal sealed class PackageReferences
{
    private readonly Dictionary<string, PackageRequest> _requests = new(StringComparer.OrdinalIgnoreCase);
    private RestoredPackages _restored = RestoredPackages.None;

    /// <summary>Restores what is not there yet. A failure leaves the session as it was.</summary>
    /// <exception cref="PackageRestoreException">A package or a version cannot be had.</exception>
    public void Restore(IReadOnlyCollection<PackageRequest> requests, CancellationToken cancellationToken)
    {
        if (requests.All(request => _requests.GetValueOrDefault(request.Name) == request))
            return;
        var wanted = new Dictionary<string, PackageRequest>(_requests, StringComparer.OrdinalIgnoreCase);
        foreach (var request in requests)
            wanted[request.Name] = request;
        var restored = PackageRestore.Run([.. wanted.Values], cancellationToken);
        foreach (var (name, request) in wanted)
            _requests[name] = request;
        _restored = restored;
    }

    /// <summary>The assemblies of a package and of all it depends on, in full paths.</summary>
    public IReadOnlyList<string> Assemblies(PackageRequest request)
    {
        // A loaded script may ask for a package that no cell has named.
        Restore([request], CancellationToken.None);
        return _restored.CompileAssemblies;
    }

    /// <summary>The assemblies that cells are compiled against.</summary>
    public IReadOnlyList<string> CompileAssemblies => _restored.CompileAssemblies;

    /// <summary>The folders that hold the packages' native libraries.</summary>
    public IReadOnlyList<string> NativeFolders => _restored.NativeFolders;

    /// <summary>The assemblies to load at run time, which may differ from those to compile against.</summary>
    public IReadOnlyList<string> RuntimeAssemblies => _restored.RuntimeAssemblies;
}
