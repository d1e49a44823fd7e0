namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>LaTeX, shown as a formula by the front end.</summary>
/// <param name="latexCode">With its own <c>$</c> or environment.</param>
public class LaTeXString(string latexCode)
{
    /// <summary>A text as LaTeX.</summary>
    public static implicit operator LaTeXString(string source) => new(source);

    /// <summary>The LaTeX.</summary>
    public override string ToString() => latexCode;
}

/// <summary>A formula in LaTeX, without the <c>$</c> around it.</summary>
/// <param name="latexCode">What stands between them.</param>
public class MathString(string latexCode)
{
    /// <summary>A text as a formula.</summary>
    public static implicit operator MathString(string source) => new(source);

    /// <summary>The formula with its <c>$$</c>.</summary>
    public override string ToString() => $"$${latexCode}$$";
}
