namespace NotebookCourse.Kernel.Client;

/// <summary>Names that fit at a place in a cell.</summary>
/// <param name="Start">Where the text they replace starts, in UTF-16 code units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Names">The names.</param>
public sealed record NameSuggestions(int Start, int End, IReadOnlyList<NameSuggestion> Names);

/// <summary>One name that fits.</summary>
/// <param name="Name">The name to write.</param>
/// <param name="Kind">What it is, in lower case: class, function, property, keyword ...; empty if the kernel does not say.</param>
public sealed record NameSuggestion(string Name, string Kind);
