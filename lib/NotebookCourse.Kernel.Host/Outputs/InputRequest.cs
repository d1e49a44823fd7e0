namespace NotebookCourse.Kernel.Outputs;

/// <summary>Asks the person for one line.</summary>
/// <param name="prompt">What to show beside the input; may be empty.</param>
/// <param name="password">Whether the answer must not be shown.</param>
/// <param name="cancellationToken">Ends the wait.</param>
/// <returns>The line without its end.</returns>
public delegate string InputRequest(string prompt, bool password, CancellationToken cancellationToken);
